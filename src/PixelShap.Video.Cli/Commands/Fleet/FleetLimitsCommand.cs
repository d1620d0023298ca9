using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Fleet.Sharing;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet limits</c>: what all workers together may ask of a service.</summary>
internal static class FleetLimitsCommand
{
    public static Command Create()
    {
        var places = new FleetPlaces();
        var service = new Argument<string?>("SERVICE") { Description = "The address of the service, as vlm.base_url has it. None: the limits are shown.", Arity = ArgumentArity.ZeroOrOne };
        var requests = new Option<double?>("--requests-per-minute") { Description = "The most requests in any minute. Not given: no limit.", HelpName = "N" };
        var tokens = new Option<double?>("--tokens-per-minute") { Description = "The most tokens in any minute. Not given: no limit.", HelpName = "N" };
        var money = new Option<double?>("--money") { Description = "The most money in all, in the currency of vlm.budget. Not given: no limit.", HelpName = "N" };
        Command command = places.AddTo(new Command("limits", "Sets or shows what all workers together may ask of a service."));
        command.Arguments.Add(service);
        foreach (Option<double?> option in (Option<double?>[])[requests, tokens, money])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, _) =>
        {
            foreach (Option<double?> option in (Option<double?>[])[requests, tokens, money])
            {
                if (parsed.GetValue(option) is { } value && !(value > 0 && double.IsFinite(value)))
                {
                    throw new PixelShapException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}."), "Allowed: a number above 0; leave it out for no limit.");
                }
            }

            await using FleetSession session = await FleetSession.OpenAsync(places.Read(parsed));
            var limits = new DatabaseLimits(session.Database);
            if (parsed.GetValue(service) is { } named)
            {
                await limits.SetAsync(named.TrimEnd('/'), parsed.GetValue(requests), parsed.GetValue(tokens), parsed.GetValue(money), session.Stop);
            }

            var table = new Table().AddColumns("service", "requests a minute", "tokens a minute", "money", "spent", "requests so far");
            foreach (ServiceLimit limit in await limits.ListAsync(session.Stop))
            {
                table.AddRow(Markup.Escape(limit.Service), Text(limit.RequestsPerMinute), Text(limit.TokensPerMinute), Text(limit.Money), Text(limit.Spent), Text(limit.Requests));
            }

            Consoles.Output().WriteTable(table);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static string Text(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "no limit";
}

using System.ComponentModel.DataAnnotations;
using PixelShap.Estimation;

namespace PixelShap.Video.Attribution;

/// <summary>The text is a budget of calls, as <see cref="CallBudget.Parse"/> reads it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CallBudgetAttribute : ValidationAttribute
{
    /// <summary>What is allowed, for people.</summary>
    public const string Allowed = "a number such as 20, a multiple of the players such as 2n+1 or 3n (at most 1000000n), auto or auto:6n";

    /// <inheritdoc/>
    public override bool IsValid(object? value)
    {
        try
        {
            return value is string text && CallBudget.Parse(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

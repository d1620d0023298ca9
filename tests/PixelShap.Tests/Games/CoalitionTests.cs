using PixelShap.Games;

namespace PixelShap.Tests.Games;

public sealed class CoalitionTests
{
    [Fact]
    public void Showing_what_is_shown_and_hiding_what_is_hidden_changes_nothing()
    {
        Coalition some = Coalition.Of(1).With(3);
        Assert.Equal((some, some), (some.With(3), some.Without(2)));
        Assert.Equal((Coalition.Of(1), 2), (some.Without(3), some.Count));
    }

    [Fact]
    public void The_others_are_players_of_the_game()
    {
        Coalition others = Coalition.Of(1).ComplementIn(4);
        Assert.Equal([0, 2, 3], Enumerable.Range(0, 64).Where(others.Contains));
        Assert.Equal(Coalition.MaxPlayers, Coalition.Empty.ComplementIn(Coalition.MaxPlayers).Count);
    }
}

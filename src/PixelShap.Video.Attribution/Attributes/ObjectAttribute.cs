namespace PixelShap.Video.Attribution.Attributes;

/// <summary>What an object has that can be withheld while the object stays.</summary>
public enum ObjectAttribute
{
    /// <summary>Its colour: withheld, it is grey, as bright as before.</summary>
    Colour,

    /// <summary>How bright it is: withheld, it is as bright as what surrounds it.</summary>
    Brightness,

    /// <summary>What is drawn on it, its edges and patterns: withheld, it is smooth.</summary>
    Texture,

    /// <summary>Its outline: withheld, it fills an ellipse with what is its own.</summary>
    Shape,

    /// <summary>Its lamps: withheld, they are out.</summary>
    Lights,

    /// <summary>Where it is: withheld, it stands elsewhere on ground that was filled in.</summary>
    Place,

    /// <summary>How large it is: withheld, it is smaller, with its foot where it was.</summary>
    Size,
}

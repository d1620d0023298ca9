namespace PixelShap.Video.Media.Nut;

/// <summary>The constants of the NUT container (NUT Open Container Format, version 3 of the bitstream).</summary>
internal static class NutFormat
{
    public const ulong MainHeader = 0x4E4D_7A56_1F5F_04AD;
    public const ulong StreamHeader = 0x4E53_1140_5BF2_F9DB;
    public const ulong SyncPoint = 0x4E4B_E4AD_EECA_4569;

    /// <summary>The first byte of every start code; never a frame code.</summary>
    public const byte StartCodeByte = (byte)'N';

    /// <summary>Packets whose length is above this carry a checksum of their header.</summary>
    public const int LongPacket = 4096;

    /// <summary>The first bytes of a file.</summary>
    public static ReadOnlySpan<byte> FileId => "nut/multimedia container\0"u8;

    /// <summary>CRC-32 with polynomial 0x04C11DB7, most significant bit first, starting from 0 and not inverted.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc & 0x8000_0000) != 0 ? 0x04C1_1DB7u : 0);
            }
        }

        return crc;
    }
}

/// <summary>The flags of a frame code.</summary>
[Flags]
internal enum NutFrameFlags
{
    None = 0,
    Key = 1,
    EndOfRelevance = 2,
    CodedPts = 8,
    StreamId = 16,
    SizeMsb = 32,
    Checksum = 64,
    Reserved = 128,
    SideData = 256,
    HeaderIndex = 1024,
    MatchTime = 2048,
    Coded = 4096,
    Invalid = 8192,
}

/// <summary>What one of the 256 frame codes stands for.</summary>
internal readonly record struct NutFrameCode(
    NutFrameFlags Flags, int StreamId, int SizeMultiplier, int SizeLsb, long PtsDelta, int ReservedCount, int HeaderIndex);

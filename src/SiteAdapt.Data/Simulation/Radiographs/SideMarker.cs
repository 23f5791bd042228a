namespace SiteAdapt.Data;

/// <summary>The letter L or R that a technician lays on the detector: bright, in an upper corner, at the side that it names.</summary>
static class SideMarker
{
    const int Columns = 5, Rows = 7;
    const float Height = 24; // mm

    static readonly string[] Left = ["#....", "#....", "#....", "#....", "#....", "#....", "#####"];
    static readonly string[] Right = ["####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"];

    /// <param name="image">Values from 0 to 1; changed.</param>
    /// <param name="pixel">Its edge in mm.</param>
    public static void Burn(float[] image, int side, float pixel, RadiographProtocol site, RandomStream stream)
    {
        float cell = Height / Rows, fromSide = (float)stream.NextUniform(18, 50), fromTop = (float)stream.NextUniform(18, 60);
        if (site.Marker == 0) return;
        string[] letter = site.MarksLeft ? Left : Right;
        // The patient's left is at the image's right
        float x0 = site.MarksLeft ? side * pixel - fromSide - Columns * cell : fromSide;
        for (int row = 0; row < side; row++)
            for (int column = 0; column < side; column++)
            {
                float covered = Covered(letter, (column * pixel - x0) / cell, (row * pixel - fromTop) / cell, pixel / cell);
                int i = row * side + column;
                image[i] += covered * (float)site.Marker * (1 - image[i]);
            }
    }

    /// <summary>Share of a pixel that the letter covers, by points in it.</summary>
    static float Covered(string[] letter, float x, float y, float size)
    {
        const int Points = 4;
        if (x + size < 0 || y + size < 0 || x > Columns || y > Rows) return 0;
        int inside = 0;
        for (int j = 0; j < Points; j++)
            for (int i = 0; i < Points; i++)
            {
                (float px, float py) = (x + (i + 0.5f) / Points * size, y + (j + 0.5f) / Points * size);
                if (px >= 0 && py >= 0 && px < Columns && py < Rows && letter[(int)py][(int)px] == '#') inside++;
            }
        return inside / (float)(Points * Points);
    }
}

package io.pocket.benchmarks.plot;

/** What a chart is drawn on. Coordinates are pixels from the upper left corner; colours 0xRRGGBB. */
interface Canvas {
    /** Height of text. */
    int TEXT_PIXELS = 13;

    void rectangle(int x, int y, int width, int height, int colour);

    void line(int fromX, int fromY, int toX, int toY, int colour);

    /**
     * Writes black text.
     *
     * @param baseline y of the foot of the letters
     */
    void text(int x, int baseline, Anchor anchor, boolean bold, String text);

    /** Which end of a text is at its x. */
    enum Anchor {
        START,
        END
    }
}

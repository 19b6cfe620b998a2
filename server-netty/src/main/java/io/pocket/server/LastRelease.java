package io.pocket.server;

/** Passes on the last of several releases: pieces that were lent together come back together. On the loop's thread. */
final class LastRelease implements PayloadRelease {

    private final PayloadRelease all;
    private int lent;

    LastRelease(int pieces, PayloadRelease all) {
        lent = pieces;
        this.all = all;
    }

    @Override
    public void released() {
        lent--;
        if (lent == 0) {
            all.released();
        }
    }
}

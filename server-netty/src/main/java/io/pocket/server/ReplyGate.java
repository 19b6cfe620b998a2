package io.pocket.server;

/** Lets replies go that {@link FrameHandler#onIterationEnd} held back. On the loop's thread only. */
@FunctionalInterface
public interface ReplyGate {
    /** Sends the replies of every iteration whose ticket is not above this one. */
    void open(long ticket);
}

package io.pocket.server;

/** Makes the handler that one loop owns; called once per loop, on the loop's thread. */
@FunctionalInterface
public interface FrameHandlerFactory {
    /**
     * Makes the handler.
     *
     * @param loop the thread the handler will live on, for timers and hand-over from other threads
     * @param gate lets replies go that {@link FrameHandler#onIterationEnd} held back
     */
    FrameHandler<?> create(FrameLoop loop, ReplyGate gate);
}

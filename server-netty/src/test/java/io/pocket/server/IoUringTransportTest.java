package io.pocket.server;

class IoUringTransportTest extends TransportContract {
    @Override
    EventLoopKind kind() {
        return EventLoopKind.IO_URING;
    }
}

package io.pocket.server;

class EpollTransportTest extends TransportContract {
    @Override
    EventLoopKind kind() {
        return EventLoopKind.EPOLL;
    }
}

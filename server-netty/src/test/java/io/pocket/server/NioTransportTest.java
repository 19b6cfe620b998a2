package io.pocket.server;

class NioTransportTest extends TransportContract {
    @Override
    EventLoopKind kind() {
        return EventLoopKind.NIO;
    }
}

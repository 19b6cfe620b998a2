package io.pocket.system;

import io.pocket.server.memory.MemoryBound;

/** Says what a process that is started with these options takes at most, in the words of shards and nodes. */
final class MemoryBoundMain {

    private MemoryBoundMain() {}

    public static void main(String[] arguments) {
        System.out.println("memory: at most " + MemoryBound.ofJvm());
    }
}

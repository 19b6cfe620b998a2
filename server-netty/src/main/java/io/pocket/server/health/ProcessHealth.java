package io.pocket.server.health;

import java.util.Optional;

/** What a process says of itself when it is probed. Any thread; answers come within seconds, whatever the process does. */
public interface ProcessHealth {
    /** Of a process that is well as long as it runs. */
    ProcessHealth RUNNING = new ProcessHealth() {
        @Override
        public Optional<String> sickness() {
            return Optional.empty();
        }

        @Override
        public Optional<String> unreadiness() {
            return Optional.empty();
        }
    };

    /** Why it should be ended and started anew, in one word; nothing if it need not. */
    Optional<String> sickness();

    /** Why nobody should turn to it now, in one word; nothing if it is ready. */
    Optional<String> unreadiness();
}

package io.pocket.system;

import io.pocket.client.PocketClient;
import io.pocket.client.PocketOutputStream;
import io.pocket.client.PutOptions;
import java.io.IOException;

/**
 * A writer in a process of its own, to be killed: begins an object that is read while it is written, says {@code READY}, and writes no more.
 *
 * <p>Arguments: connection string, name, bytes to write.
 */
final class StreamWriterMain {
    static final String READY = "READY";

    private StreamWriterMain() {}

    public static void main(String[] arguments) throws IOException {
        try (PocketClient pocket = PocketClient.connect(arguments[0])) {
            PocketOutputStream out = pocket.openForWrite(arguments[1], PutOptions.NONE.withReadableWhileWritten());
            out.write(new byte[Integer.parseInt(arguments[2])]);
            out.flush();
            System.out.println(READY);
            // The test holds the other end; it kills this process instead of closing it.
            if (System.in.read() < 0) {
                out.abandon();
            }
        }
    }
}

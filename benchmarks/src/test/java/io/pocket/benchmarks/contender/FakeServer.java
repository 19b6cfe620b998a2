package io.pocket.benchmarks.contender;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small store on loopback that speaks one text protocol; one thread for each connection, until it is closed. */
public abstract class FakeServer implements AutoCloseable {
    /** What was stored. */
    protected final Map<String, byte[]> values = new ConcurrentHashMap<>();

    private final ServerSocket server;

    @SuppressWarnings("this-escape") // Subclasses have no fields of their own.
    protected FakeServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                answer(in, client.getOutputStream());
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    /** Takes one request and answers it. */
    protected abstract void answer(InputStream in, OutputStream out) throws IOException;

    protected static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client is gone");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

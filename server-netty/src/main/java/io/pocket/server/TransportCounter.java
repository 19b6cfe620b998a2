package io.pocket.server;

/** What a loop counts. Each becomes the metric {@code pocket_transport_<label>_total}. */
public enum TransportCounter {
    CONNECTIONS_ACCEPTED("connections_accepted", "Connections accepted, refused ones included."),
    FRAMES_RECEIVED("frames_received", "Frames whose header was accepted."),
    BYTES_RECEIVED_IN_PLACE("bytes_received_in_place", "Payload bytes that the kernel put where they belong."),
    FRAMES_SENT("frames_sent", "Frames encoded for sending."),
    BYTES_RECEIVED("bytes_received", "Bytes taken from sockets."),
    BYTES_SENT("bytes_sent", "Bytes handed to sockets, headers and payloads."),
    PROTOCOL_ERRORS("protocol_errors", "Connections that sent bytes which are no frames."),
    BUSY_REPLIES("busy_replies", "Requests refused by a bound of the transport."),
    READ_PAUSES("read_pauses", "Times a connection was no longer read, because of output or back-pressure."),
    HANDLER_FAILURES("handler_failures", "Exceptions thrown by the core behind the transport: bugs.");

    private final String label;
    private final String help;

    TransportCounter(String label, String help) {
        this.label = label;
        this.help = help;
    }

    public String label() {
        return label;
    }

    public String help() {
        return help;
    }
}

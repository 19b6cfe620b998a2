package io.pocket.data.nativeplane.dpdk.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames as a peer would send them, built byte by byte and without the code under test. */
final class Frames {
    static final Host US = new Host(new MacAddress(0x02_00_00_00_00_02L), Ipv4Address.parse("10.0.0.2"));
    static final long PEER_MAC = 0x02_00_00_00_00_01L;
    static final int PEER = Ipv4Address.parse("10.0.0.1").value();
    static final int ECHO_PORT = 7;
    static final int PEER_PORT = 40_000;

    /** Not at the beginning, so that an offset that is forgotten is noticed. */
    static final int AT = 24;

    private Frames() {}

    static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        mac(frame, destination);
        mac(frame, source);
        return frame.putShort((short) type).put(payload).array();
    }

    static byte[] arp(int operation, long senderMac, int sender, int target) {
        ByteBuffer packet = ByteBuffer.allocate(28);
        packet.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) operation);
        mac(packet, senderMac);
        packet.putInt(sender);
        mac(packet, 0);
        return packet.putInt(target).array();
    }

    static byte[] ipv4(int protocol, int source, int destination, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        packet.putShort((short) 0x1234).putShort((short) 0x4000).put((byte) 63).put((byte) protocol);
        packet.putShort((short) 0).putInt(source).putInt(destination);
        packet.putShort(10, (short) checksum(packet.array(), 0, 20, 0));
        return packet.put(payload).array();
    }

    static byte[] icmp(int type, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(8 + body.length);
        message.put((byte) type)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(0x0bad_0001)
                .put(body);
        return message.putShort(2, (short) checksum(message.array(), 0, 8 + body.length, 0))
                .array();
    }

    static byte[] udp(int sourcePort, int destinationPort, byte[] body) {
        int length = 8 + body.length;
        ByteBuffer datagram = ByteBuffer.allocate(length);
        datagram.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) length);
        datagram.putShort((short) 0).put(body);
        int pseudo = 17 + length + words(PEER) + words(US.address().value());
        return datagram.putShort(6, (short) checksum(datagram.array(), 0, length, pseudo))
                .array();
    }

    /** A whole frame from the peer to us. */
    static byte[] toUs(int protocol, byte[] payload) {
        return ethernet(
                US.mac().value(),
                PEER_MAC,
                0x0800,
                ipv4(protocol, PEER, US.address().value(), payload));
    }

    static byte[] datagramToUs(int bodyBytes) {
        return toUs(17, udp(PEER_PORT, ECHO_PORT, body(bodyBytes)));
    }

    static byte[] body(int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = (byte) (7 * i + 1);
        }
        return body;
    }

    /** One word at a time, as the RFC says it. */
    static int checksum(byte[] bytes, int from, int length, int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    private static int words(int address) {
        return (address >>> 16) + (address & 0xffff);
    }

    private static void mac(ByteBuffer frame, long value) {
        frame.putShort((short) (value >>> 32)).putInt((int) value);
    }

    /** Memory with the frame at {@link #AT}, and no byte behind it. */
    static MemorySegment memory(byte[] frame) {
        byte[] memory = new byte[AT + frame.length];
        System.arraycopy(frame, 0, memory, AT, frame.length);
        return MemorySegment.ofArray(memory);
    }

    static String hex(MemorySegment memory, int lengthBytes) {
        return HexFormat.of().formatHex(memory.asSlice(AT, lengthBytes).toArray(JAVA_BYTE));
    }

    static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }
}

package io.pocket.data.nativeplane.dpdk.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HostStackTest {
    private static final int OUR_ADDRESS = Frames.US.address().value();
    private static final long OUR_MAC = Frames.US.mac().value();
    private static final long BROADCAST = MacAddress.BROADCAST.value();
    private static final int ETHERNET = 14;
    private static final int IP = 20;

    private final HostStack stack = new HostStack(Frames.US, List.of(new IcmpEcho(), new UdpEcho(Frames.ECHO_PORT)));

    @Test
    void shouldAnswerArpRequestForItsAddress() {
        byte[] request = Frames.ethernet(
                BROADCAST, Frames.PEER_MAC, 0x0806, Frames.arp(1, Frames.PEER_MAC, Frames.PEER, OUR_ADDRESS));
        MemorySegment memory = Frames.memory(request);

        int outcome = stack.receive(memory, Frames.AT, request.length);

        assertThat(outcome).isEqualTo(42);
        byte[] reply = Frames.arp(2, OUR_MAC, OUR_ADDRESS, Frames.PEER);
        ByteBuffer.wrap(reply).putShort(18, (short) (Frames.PEER_MAC >>> 32)).putInt(20, (int) Frames.PEER_MAC);
        assertThat(Frames.hex(memory, outcome))
                .isEqualTo(Frames.hex(Frames.ethernet(Frames.PEER_MAC, OUR_MAC, 0x0806, reply)));
    }

    @Test
    void shouldLeaveArpOfOthersAlone() {
        byte[] forAnother = Frames.ethernet(
                BROADCAST, Frames.PEER_MAC, 0x0806, Frames.arp(1, Frames.PEER_MAC, Frames.PEER, OUR_ADDRESS + 1));
        byte[] reply = Frames.ethernet(
                OUR_MAC, Frames.PEER_MAC, 0x0806, Frames.arp(2, Frames.PEER_MAC, Frames.PEER, OUR_ADDRESS));
        byte[] ofTokenRing = forAnother.clone();
        ofTokenRing[ETHERNET + 1] = 6;

        assertThat(receive(forAnother)).isEqualTo(Outcome.drop(Drop.NOT_FOR_US));
        assertThat(receive(reply)).isEqualTo(Outcome.drop(Drop.ARP));
        assertThat(receive(ofTokenRing)).isEqualTo(Outcome.drop(Drop.ARP));
        assertThat(receive(Arrays.copyOf(forAnother, 41))).isEqualTo(Outcome.drop(Drop.TRUNCATED));
    }

    @Test
    void shouldAnswerPing() {
        for (int bytes : new int[] {0, 1, 56, 1472}) {
            byte[] request = Frames.toUs(1, Frames.icmp(8, Frames.body(bytes)));
            MemorySegment memory = Frames.memory(request);

            int outcome = stack.receive(memory, Frames.AT, request.length);

            assertThat(Frames.hex(memory, outcome))
                    .isEqualTo(Frames.hex(fromUs(1, Frames.icmp(0, Frames.body(bytes)))));
        }
    }

    @Test
    void shouldSendDatagramBack() {
        for (int bytes : new int[] {0, 1, 64, 1472}) {
            byte[] request = Frames.datagramToUs(bytes);
            MemorySegment memory = Frames.memory(request);

            int outcome = stack.receive(memory, Frames.AT, request.length);

            assertThat(Frames.hex(memory, outcome)).isEqualTo(Frames.hex(datagramFromUs(bytes)));
        }
    }

    @Test
    void shouldSendDatagramWithoutChecksumBack() {
        byte[] request = edited(Frames.datagramToUs(10), frame -> frame.putShort(ETHERNET + IP + 6, (short) 0));
        MemorySegment memory = Frames.memory(request);

        int outcome = stack.receive(memory, Frames.AT, request.length);

        assertThat(Frames.hex(memory, outcome))
                .isEqualTo(
                        Frames.hex(edited(datagramFromUs(10), frame -> frame.putShort(ETHERNET + IP + 6, (short) 0))));
    }

    @Test
    void shouldLeavePaddingOfShortFramesOutOfTheAnswer() {
        byte[] padded = Arrays.copyOf(Frames.datagramToUs(1), 60);

        assertThat(receive(padded)).isEqualTo(ETHERNET + IP + 8 + 1);
    }

    @Test
    void shouldDropWhatIsForAnother() {
        byte[] toOtherMac = edited(Frames.datagramToUs(4), frame -> frame.putShort(4, (short) 9));
        byte[] toGroup = edited(Frames.datagramToUs(4), frame -> frame.putShort(0, (short) 0x0100));
        byte[] toOtherAddress = Frames.ethernet(
                OUR_MAC,
                Frames.PEER_MAC,
                0x0800,
                Frames.ipv4(17, Frames.PEER, OUR_ADDRESS + 1, Frames.udp(9, 7, new byte[4])));

        assertThat(receive(toOtherMac)).isEqualTo(Outcome.drop(Drop.NOT_FOR_US));
        assertThat(receive(toGroup)).isEqualTo(Outcome.drop(Drop.NOT_FOR_US));
        assertThat(receive(toOtherAddress)).isEqualTo(Outcome.drop(Drop.NOT_FOR_US));
        assertThat(receive(Frames.ethernet(OUR_MAC, Frames.PEER_MAC, 0x86dd, new byte[60])))
                .isEqualTo(Outcome.drop(Drop.ETHER_TYPE));
    }

    @Test
    void shouldDropFrameWhoseHeaderIsWrong() {
        assertThat(receive(edited(Frames.datagramToUs(4), frame -> frame.put(ETHERNET + 8, (byte) 1))))
                .isEqualTo(Outcome.drop(Drop.IP_CHECKSUM));
        assertThat(receive(headerEdited(frame -> frame.put(ETHERNET, (byte) 0x65))))
                .isEqualTo(Outcome.drop(Drop.IP_HEADER));
        assertThat(receive(headerEdited(frame -> frame.put(ETHERNET, (byte) 0x44))))
                .isEqualTo(Outcome.drop(Drop.IP_HEADER));
        assertThat(receive(headerEdited(frame -> frame.putShort(ETHERNET + 2, (short) 19))))
                .isEqualTo(Outcome.drop(Drop.IP_HEADER));
        assertThat(receive(headerEdited(frame -> frame.putShort(ETHERNET + 2, (short) 1000))))
                .isEqualTo(Outcome.drop(Drop.TRUNCATED));
        assertThat(receive(headerEdited(frame -> frame.putShort(ETHERNET + 6, (short) 0x2000))))
                .isEqualTo(Outcome.drop(Drop.IP_FRAGMENT));
        assertThat(receive(headerEdited(frame -> frame.putShort(ETHERNET + 6, (short) 3))))
                .isEqualTo(Outcome.drop(Drop.IP_FRAGMENT));
    }

    @Test
    void shouldDropPacketWithOptions() {
        byte[] packet = Frames.ipv4(17, Frames.PEER, OUR_ADDRESS, new byte[4 + 12]);
        packet[0] = 0x46;
        ByteBuffer.wrap(packet).putShort(10, (short) 0);
        ByteBuffer.wrap(packet).putShort(10, (short) Frames.checksum(packet, 0, 24, 0));

        assertThat(receive(Frames.ethernet(OUR_MAC, Frames.PEER_MAC, 0x0800, packet)))
                .isEqualTo(Outcome.drop(Drop.IP_OPTIONS));
    }

    @Test
    void shouldNotAnswerWhoeverCannotBeAnswered() {
        for (String source : List.of("0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "10.0.0.2")) {
            byte[] packet = Frames.ipv4(1, Ipv4Address.parse(source).value(), OUR_ADDRESS, Frames.icmp(8, new byte[8]));

            assertThat(receive(Frames.ethernet(OUR_MAC, Frames.PEER_MAC, 0x0800, packet)))
                    .isEqualTo(Outcome.drop(Drop.IP_HEADER));
        }
    }

    @Test
    void shouldDropWhatNoTransportTakes() {
        byte[] request = Frames.icmp(8, new byte[8]);
        byte[] wrong = request.clone();
        wrong[9] ^= 1;

        assertThat(receive(Frames.toUs(6, new byte[20]))).isEqualTo(Outcome.drop(Drop.IP_PROTOCOL));
        assertThat(receive(Frames.toUs(1, Frames.icmp(0, new byte[8])))).isEqualTo(Outcome.drop(Drop.ICMP_TYPE));
        assertThat(receive(Frames.toUs(1, wrong))).isEqualTo(Outcome.drop(Drop.ICMP_CHECKSUM));
        assertThat(receive(Frames.toUs(1, Arrays.copyOf(request, 7)))).isEqualTo(Outcome.drop(Drop.TRUNCATED));
    }

    @Test
    void shouldDropDatagramThatIsWrong() {
        int udp = ETHERNET + IP;

        assertThat(receive(edited(Frames.datagramToUs(4), frame -> frame.put(udp + 9, (byte) 99))))
                .isEqualTo(Outcome.drop(Drop.UDP_CHECKSUM));
        assertThat(receive(edited(Frames.datagramToUs(4), frame -> frame.putShort(udp + 4, (short) 13))))
                .isEqualTo(Outcome.drop(Drop.UDP_LENGTH));
        assertThat(receive(edited(Frames.datagramToUs(4), frame -> frame.putShort(udp + 4, (short) 7))))
                .isEqualTo(Outcome.drop(Drop.UDP_LENGTH));
        assertThat(receive(Frames.toUs(17, new byte[7]))).isEqualTo(Outcome.drop(Drop.TRUNCATED));
    }

    @Test
    void shouldNotAnswerAnotherEchoNorAnotherPort() {
        assertThat(receive(Frames.toUs(17, Frames.udp(Frames.PEER_PORT, 8, new byte[4]))))
                .isEqualTo(Outcome.drop(Drop.UDP_PORT));
        assertThat(receive(Frames.toUs(17, Frames.udp(Frames.ECHO_PORT, Frames.ECHO_PORT, new byte[4]))))
                .isEqualTo(Outcome.drop(Drop.UDP_PORT));
        assertThat(receive(Frames.toUs(17, Frames.udp(0, Frames.ECHO_PORT, new byte[4]))))
                .isEqualTo(Outcome.drop(Drop.UDP_PORT));
    }

    /** Memory ends with the frame, so that a read beyond it throws. */
    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(7);
        List<byte[]> samples = List.of(
                Frames.datagramToUs(64),
                Frames.toUs(1, Frames.icmp(8, Frames.body(56))),
                Frames.ethernet(
                        BROADCAST, Frames.PEER_MAC, 0x0806, Frames.arp(1, Frames.PEER_MAC, Frames.PEER, OUR_ADDRESS)));
        for (int round = 0; round < 200_000; round++) {
            byte[] sample = samples.get(round % samples.size());
            byte[] frame = Arrays.copyOf(sample, random.nextInt(sample.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && frame.length > 0; flips--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }

            int outcome = receive(frame);

            assertThat(outcome).isLessThanOrEqualTo(frame.length);
            assertThat(Outcome.isReply(outcome) || Outcome.reason(outcome) != null)
                    .isTrue();
        }
    }

    @Test
    void shouldAnnounceItsAddressTwiceAndThenBeSilent() {
        RecordedOutput output = new RecordedOutput();
        long now = 5;
        stack.turn(now, output);
        stack.turn(now + 1_999_999_999L, output);
        assertThat(output.sent()).hasSize(1);
        stack.turn(now + 2_000_000_000L, output);
        stack.turn(now + 20_000_000_000L, output);

        assertThat(output.sent()).hasSize(2);
        assertThat(output.sent())
                .containsOnly(Frames.hex(
                        Frames.ethernet(BROADCAST, OUR_MAC, 0x0806, Frames.arp(1, OUR_MAC, OUR_ADDRESS, OUR_ADDRESS))));
    }

    @Test
    void shouldAnnounceLaterWhenThereIsNoRoomNow() {
        RecordedOutput output = new RecordedOutput();
        output.setRoom(false);
        stack.turn(5, output);
        output.setRoom(true);
        stack.turn(6, output);

        assertThat(output.sent()).hasSize(1);
    }

    @Test
    void shouldRefuseTwoTransportsForOneProtocol() {
        List<Transport> twice = List.of(new UdpEcho(7), new UdpEcho(8));

        assertThatThrownBy(() -> new HostStack(Frames.US, twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two transports for protocol 17");
    }

    private int receive(byte[] frame) {
        return stack.receive(Frames.memory(frame), Frames.AT, frame.length);
    }

    private static byte[] edited(byte[] frame, Consumer<ByteBuffer> edit) {
        edit.accept(ByteBuffer.wrap(frame));
        return frame;
    }

    /** With the header's checksum made right again. */
    private static byte[] headerEdited(Consumer<ByteBuffer> edit) {
        byte[] frame = edited(Frames.datagramToUs(4), edit);
        int bytes = Math.max(20, (frame[ETHERNET] & 0xf) * 4);
        ByteBuffer header = ByteBuffer.wrap(frame);
        header.putShort(ETHERNET + 10, (short) 0);
        header.putShort(ETHERNET + 10, (short) Frames.checksum(frame, ETHERNET, bytes, 0));
        return frame;
    }

    private static byte[] datagramFromUs(int bytes) {
        byte[] request = Frames.udp(Frames.PEER_PORT, Frames.ECHO_PORT, Frames.body(bytes));
        ByteBuffer.wrap(request).putShort(0, (short) Frames.ECHO_PORT).putShort(2, (short) Frames.PEER_PORT);
        return fromUs(17, request);
    }

    /** What a host would send: no identification, 64 hops. */
    private static byte[] fromUs(int protocol, byte[] payload) {
        byte[] packet = Frames.ipv4(protocol, OUR_ADDRESS, Frames.PEER, payload);
        ByteBuffer header = ByteBuffer.wrap(packet);
        header.putShort(4, (short) 0).put(8, (byte) 64).putShort(10, (short) 0);
        header.putShort(10, (short) Frames.checksum(packet, 0, 20, 0));
        return Frames.ethernet(Frames.PEER_MAC, OUR_MAC, 0x0800, packet);
    }
}

package io.pocket.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.Tier;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROTOCOL.md and the code say the same, neither more than the other. */
class ProtocolDocumentTest {
    private static final Map<Opcode, Request> REQUESTS = SampleMessages.requests();
    private static final Map<Opcode, Response> RESPONSES = SampleMessages.responses();

    private final ProtocolDocument document;

    ProtocolDocumentTest() throws IOException {
        document = ProtocolDocument.load();
    }

    @Test
    void shouldListEveryOpcodeWithItsMessages() {
        assertThat(document.table("opcode").columns(0, 1, 3, 4))
                .containsExactlyElementsOf(Arrays.stream(Opcode.values())
                        .map(opcode -> List.of(
                                opcode.name(),
                                String.format("0x%02x", opcode.code()),
                                REQUESTS.get(opcode).getClass().getSimpleName(),
                                RESPONSES.get(opcode).getClass().getSimpleName()))
                        .toList());
    }

    @Test
    void shouldListEveryStatusWithItsRetryClass() {
        assertThat(document.table("status").columns(0, 1, 2))
                .containsExactlyElementsOf(Arrays.stream(Status.values())
                        .map(status -> List.of(
                                status.name(),
                                Integer.toString(status.code()),
                                status.retry().name()))
                        .toList());
        assertThat(document.table("retry class").column(0)).containsExactlyElementsOf(names(Status.Retry.values()));
    }

    @Test
    void shouldListEveryCodeOfEnumeratedFields() {
        assertThat(document.table("Role").columns(0, 1)).isEqualTo(codes(Role.values(), Role::code));
        assertThat(document.table("Tier").columns(0, 1)).isEqualTo(codes(Tier.values(), Tier::code));
        assertThat(document.table("NodeState").columns(0, 1)).isEqualTo(codes(NodeState.values(), NodeState::code));
    }

    @Test
    void shouldListEveryPublicConstant() throws IOException, ReflectiveOperationException, URISyntaxException {
        Map<String, String> documented = new TreeMap<>();
        document.table("constant").rows().forEach(row -> documented.put(row.get(0), row.get(1)));

        assertThat(documented).isEqualTo(publicConstants());
    }

    @Test
    void shouldListTheFieldsOfEveryMessageInTheirOrder() {
        Map<String, List<String>> documented = new TreeMap<>();
        document.layouts()
                .forEach((message, fields) -> documented.put(
                        message, fields.stream().map(field -> field.get(0)).toList()));
        Map<String, List<String>> coded = new TreeMap<>();
        for (Class<?> message : messagesAndElements()) {
            coded.put(
                    message.getSimpleName(),
                    Arrays.stream(message.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
        }

        assertThat(documented).isEqualTo(coded);
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldEncodeAsTheCodeDoes(Opcode opcode) {
        assertThat(encoded(REQUESTS.get(opcode)).bytes()).isEqualTo(bodyOf(REQUESTS.get(opcode)));
        assertThat(encoded(RESPONSES.get(opcode)).bytes()).isEqualTo(bodyOf(RESPONSES.get(opcode)));
    }

    @Test
    void shouldEncodeAnErrorAsTheCodeDoes() {
        assertThat(encoded(SampleMessages.error()).bytes()).isEqualTo(bodyOf(SampleMessages.error()));
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void shouldRefuseTheTopBitExactlyWhereThePageSaysSo(Opcode opcode) {
        DocumentedEncoder request = encoded(REQUESTS.get(opcode));
        request.lastByteOfWideIntegers()
                .forEach((index, type) -> assertTopBit(type, () -> Request.decode(opcode, topBitSet(request, index))));
        DocumentedEncoder response = encoded(RESPONSES.get(opcode));
        response.lastByteOfWideIntegers()
                .forEach((index, type) ->
                        assertTopBit(type, () -> Response.decode(opcode, Status.OK, topBitSet(response, index))));
    }

    @Test
    void shouldShowTheBytesOfTheGoldenFile() throws IOException {
        Map<String, String> golden = goldenFrames();

        assertThat(document.examples()).hasSizeGreaterThanOrEqualTo(3);
        document.examples().forEach((name, hex) -> assertThat(hex).as(name).isEqualTo(golden.get(name)));
    }

    @Test
    void shouldFitAsManyChunksIntoACommitAsThePageSays() throws IOException {
        Matcher promise = Pattern.compile("at most ([0-9,]+) chunks \\(two replicas each: ([0-9,]+)\\)")
                .matcher(Files.readString(Path.of("PROTOCOL.md")));

        assertThat(promise.find()).isTrue();
        for (int replicas = 1; replicas <= 2; replicas++) {
            int chunks = Integer.parseInt(promise.group(replicas).replace(",", ""));
            assertThat(longestCommit(chunks, replicas).bodyLength()).isLessThanOrEqualTo(FrameHeader.MAX_BODY_LENGTH);
            assertThat(longestCommit(chunks + 1, replicas).bodyLength()).isGreaterThan(FrameHeader.MAX_BODY_LENGTH);
        }
    }

    private static Commit longestCommit(int chunks, int replicas) {
        ObjectName name = ObjectName.of("b/" + "k".repeat(ObjectName.MAX_LENGTH - 2));
        Chunk chunk = new Chunk(1, 0, Collections.nCopies(replicas, new Replica(new ChunkId(1, 1), 1, 1)));
        return new Commit(Mutation.NONE, name, 0, 0, 0, chunks, 0, Collections.nCopies(chunks, chunk));
    }

    private interface Decoding {
        Object decode() throws ProtocolException;
    }

    private static void assertTopBit(String type, Decoding decoding) {
        if (type.equals("u31") || type.equals("u63")) {
            assertThatThrownBy(decoding::decode).isInstanceOf(ProtocolException.class);
        } else {
            assertThatCode(decoding::decode).doesNotThrowAnyException();
        }
    }

    private static ByteBuffer topBitSet(DocumentedEncoder message, int index) {
        byte[] bytes = message.bytes();
        bytes[index] |= (byte) 0x80;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private DocumentedEncoder encoded(Object message) {
        DocumentedEncoder encoder = new DocumentedEncoder(document.layouts());
        encoder.encode(message);
        return encoder;
    }

    private static byte[] bodyOf(Request request) {
        ByteBuffer body = ByteBuffer.allocate(request.bodyLength()).order(ByteOrder.LITTLE_ENDIAN);
        request.writeBody(new BodyWriter(body));
        return body.array();
    }

    private static byte[] bodyOf(Response response) {
        ByteBuffer body = ByteBuffer.allocate(response.bodyLength()).order(ByteOrder.LITTLE_ENDIAN);
        response.writeBody(new BodyWriter(body));
        return body.array();
    }

    private static <E extends Enum<E>> List<List<String>> codes(E[] values, ToIntFunction<E> code) {
        return Arrays.stream(values)
                .map(value -> List.of(value.name(), Integer.toString(code.applyAsInt(value))))
                .toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    /** Every request and response, and every record of the protocol that one of them holds. */
    private static Set<Class<?>> messagesAndElements() {
        Set<Class<?>> found = new LinkedHashSet<>();
        Arrays.asList(Request.class.getPermittedSubclasses()).forEach(message -> addWithElements(message, found));
        Arrays.asList(Response.class.getPermittedSubclasses()).forEach(message -> addWithElements(message, found));
        return found;
    }

    private static void addWithElements(Class<?> type, Set<Class<?>> found) {
        if (type.isRecord() && found.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                addWithElements(elementType(component.getGenericType()), found);
            }
        }
    }

    private static Class<?> elementType(Type type) {
        return type instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0] : (Class<?>) type;
    }

    /** All of the module but the counters file, which does not travel, and the shortest lengths of elements, which follow from their fields. */
    private static Map<String, String> publicConstants()
            throws IOException, ReflectiveOperationException, URISyntaxException {
        Path root = Path.of(FrameHeader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, String> constants = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(ProtocolDocumentTest::isProtocolClass).toList()) {
                addConstants(className(root.relativize(file)), constants);
            }
        }
        return constants;
    }

    private static boolean isProtocolClass(Path file) {
        String name = file.toString();
        return name.endsWith(".class")
                && !name.contains("-info")
                && !name.contains("counters")
                && !name.endsWith("Lists.class");
    }

    private static String className(Path relative) {
        return relative.toString().replace(".class", "").replace('/', '.').replace('\\', '.');
    }

    private static void addConstants(String className, Map<String, String> constants)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName(className);
        for (Field field : type.getDeclaredFields()) {
            if (isPublicConstant(type, field)) {
                constants.put(
                        type.getSimpleName() + "." + field.getName(),
                        field.get(null).toString());
            }
        }
    }

    private static boolean isPublicConstant(Class<?> type, Field field) {
        int constant = Modifier.PUBLIC | Modifier.STATIC | Modifier.FINAL;
        return Modifier.isPublic(type.getModifiers())
                && (field.getModifiers() & constant) == constant
                && field.getType().isPrimitive()
                && !field.getName().equals("MIN_LENGTH");
    }

    private static Map<String, String> goldenFrames() throws IOException {
        Map<String, String> frames = new LinkedHashMap<>();
        String name = "";
        for (String line :
                Files.readAllLines(Path.of("src/test/resources/golden/frames.txt"), StandardCharsets.UTF_8)) {
            if (line.matches("[0-9a-f]+")) {
                frames.merge(name, line, String::concat);
            } else {
                name = line;
            }
        }
        return frames;
    }
}

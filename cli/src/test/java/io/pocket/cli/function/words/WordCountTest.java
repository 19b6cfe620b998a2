package io.pocket.cli.function.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.MemoryExchange;
import io.pocket.cli.function.Names;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in one process, against a straight count, and what the verifier finds when a count is wrong. */
class WordCountTest {

    private static final int REDUCES = 3;

    @TempDir
    private Path folder;

    private final MemoryExchange exchange = new MemoryExchange();

    @Test
    void shouldCountAFolderAsAStraightCountDoes() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(folder.resolve("text-" + i), randomText(new Random(i), 5_000));
        }

        count(folder, 4);
        verify(folder);

        assertThat(WordVerify.judge(exchange)).contains("as a straight count finds them");
    }

    @Test
    void shouldCountAZipFile() throws IOException {
        Path zip = folder.resolve("texts.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (int i = 0; i < 5; i++) {
                entries.putNextEntry(new ZipEntry("a/text-" + i));
                entries.write("to be or not to be\n".getBytes(UTF_8));
            }
        }

        count(zip, 2);
        verify(zip);

        assertThat(WordVerify.judge(exchange)).startsWith("30 words, 4 distinct");
    }

    @Test
    void shouldCountNoTextAtAll() throws IOException {
        count(folder, 2);
        verify(folder);

        assertThat(WordVerify.judge(exchange)).startsWith("0 words, 0 distinct");
    }

    @Test
    void shouldTakeLettersDigitsUnderscoresAndUtf8AsWords() throws IOException {
        assertThat(scan("foo_1 Straße, foo_1: x+y")).isEqualTo(Map.of("foo_1", 2L, "Straße", 1L, "x", 1L, "y", 1L));
    }

    @Test
    void shouldCutWordsThatAreTooLong() throws IOException {
        String most = "a".repeat(WordScanner.WORD_BYTES_MAX);

        assertThat(scan(most + most + "aa a")).isEqualTo(Map.of(most, 2L, "aa", 1L, "a", 1L));
        assertThat(scan(most + " a")).isEqualTo(Map.of(most, 1L, "a", 1L));
    }

    @Test
    void shouldVerifyWordsThatAreTooLong() throws IOException {
        Files.writeString(folder.resolve("text"), "a".repeat(3 * WordScanner.WORD_BYTES_MAX) + " b");

        count(folder, 1);
        verify(folder);

        assertThat(WordVerify.judge(exchange)).startsWith("4 words, 2 distinct");
    }

    @Test
    void shouldEndAWordWithItsText() throws IOException {
        Files.writeString(folder.resolve("1"), "foo");
        Files.writeString(folder.resolve("2"), "bar");

        count(folder, 1);
        verify(folder);

        assertThat(WordVerify.judge(exchange)).startsWith("2 words, 2 distinct");
    }

    @Test
    void shouldFindAWrongCount() throws IOException {
        Files.writeString(folder.resolve("text"), "one two two");
        count(folder, 1);
        Files.writeString(folder.resolve("text"), "one two two two");

        assertThatThrownBy(() -> verify(folder))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("counts 2 × two, not 3");
    }

    @Test
    void shouldFindAMissingWord() throws IOException {
        Files.writeString(folder.resolve("text"), "one");
        count(folder, 1);
        Files.writeString(folder.resolve("text"), "one three");

        assertThatThrownBy(() -> verify(folder))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("three");
    }

    @Test
    void shouldFindAnObjectThatEndsInsideAWord() throws IOException {
        Files.writeString(folder.resolve("text"), "one");
        count(folder, 1);
        for (int reduce = 0; reduce < REDUCES; reduce++) {
            byte[] output = exchange.get(Names.output(reduce));
            exchange.put(Names.output(reduce), output, 0, Math.max(0, output.length - 1));
        }

        assertThatThrownBy(() -> verify(folder))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("ends inside a word");
    }

    private void count(Path input, int maps) throws IOException {
        for (int part = 0; part < maps; part++) {
            new WordMap().run(exchange, arguments(input, maps, part));
        }
        for (int part = 0; part < REDUCES; part++) {
            new WordReduce().run(exchange, arguments(input, maps, part));
        }
    }

    private void verify(Path input) throws IOException {
        new WordVerify().run(exchange, arguments(input, 1, 0));
    }

    private static FunctionArguments arguments(Path input, int maps, int part) {
        return FunctionArguments.parse(
                new String[] {"input=" + input, "maps=" + maps, "reduces=" + REDUCES, "part=" + part}, 0);
    }

    private static Map<String, Long> scan(String text) throws IOException {
        WordTable table = new WordTable();
        new WordScanner(table).scan(new ByteArrayInputStream(text.getBytes(UTF_8)));
        Map<String, Long> counts = new TreeMap<>();
        for (int word = 0; word < table.size(); word++) {
            byte[] bytes = new byte[table.lengthBytes(word)];
            table.copy(word, bytes, 0);
            counts.put(new String(bytes, UTF_8), table.count(word));
        }
        return counts;
    }

    private static String randomText(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(Integer.toString(random.nextInt(1 << random.nextInt(1, 30)), 36))
                    .append(" \n,.;-".charAt(random.nextInt(6)));
        }
        return text.toString();
    }
}

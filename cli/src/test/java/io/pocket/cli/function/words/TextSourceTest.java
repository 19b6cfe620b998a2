package io.pocket.cli.function.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {

    @TempDir
    private Path folder;

    @Test
    void shouldPutEveryTextIntoOneSplit() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.writeString(folder.resolve("text-" + i), "x".repeat(i * i));
        }

        try (TextSource source = TextSource.open(folder)) {
            List<TextSource.Text> all = new ArrayList<>();
            for (int split = 0; split < 7; split++) {
                all.addAll(source.split(split, 7));
            }
            assertThat(all).isEqualTo(source.texts()).hasSize(50);
        }
    }

    @Test
    void shouldBalanceSplitsByBytes() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.writeString(folder.resolve("text-" + i), "x".repeat(100));
        }

        try (TextSource source = TextSource.open(folder)) {
            assertThat(source.split(0, 4)).hasSize(25);
            assertThat(source.split(3, 4)).hasSize(25);
        }
    }

    @Test
    void shouldSkipHiddenFoldersAndBuildOutput() throws IOException {
        for (String name : List.of("src", ".git", "target")) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("text"), "x");
        }

        try (TextSource source = TextSource.open(folder)) {
            assertThat(source.texts()).containsExactly(new TextSource.Text("src/text", 1));
        }
    }

    @Test
    void shouldFollowNoLinks() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        try (TextSource source = TextSource.open(folder)) {
            assertThat(source.texts()).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNeitherFolderNorZip() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "no zip");

        assertThatThrownBy(() -> TextSource.open(file)).isInstanceOf(IOException.class);
    }
}

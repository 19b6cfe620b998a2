package io.pocket.cli.function.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The texts of a zip file or of a folder (without hidden folders and build output), ordered by name, so that every process
 * cuts them into the same splits.
 */
public final class TextSource implements AutoCloseable {

    /**
     * One file.
     *
     * @param name relative name
     * @param lengthBytes its size when it was listed
     */
    public record Text(String name, long lengthBytes) {}

    private interface Opener extends AutoCloseable {
        InputStream open(String name) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final List<Text> texts;
    private final Opener opener;

    private TextSource(List<Text> texts, Opener opener) {
        this.texts = texts.stream().sorted(Comparator.comparing(Text::name)).toList();
        this.opener = opener;
    }

    /** Opens a folder, or a zip file. */
    public static TextSource open(Path path) throws IOException {
        return Files.isDirectory(path) ? ofFolder(path) : ofZip(path);
    }

    /** All texts. */
    public List<Text> texts() {
        return texts;
    }

    /** Bytes of all texts. */
    public long totalBytes() {
        return texts.stream().mapToLong(Text::lengthBytes).sum();
    }

    /** The texts of one of {@code splits} splits: those whose first byte lies in that part of all bytes. */
    public List<Text> split(int split, int splits) {
        long total = Math.max(1, totalBytes());
        List<Text> chosen = new ArrayList<>();
        long start = 0;
        for (Text text : texts) {
            if (Math.min(start * splits / total, splits - 1) == split) {
                chosen.add(text);
            }
            start += text.lengthBytes();
        }
        return chosen;
    }

    /** Opens one text; the caller closes it. */
    public InputStream open(Text text) throws IOException {
        return opener.open(text.name());
    }

    @Override
    public void close() throws IOException {
        opener.close();
    }

    private static TextSource ofZip(Path path) throws IOException {
        ZipFile zip = new ZipFile(path.toFile());
        List<Text> texts = zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(entry -> new Text(entry.getName(), entry.getSize()))
                .toList();
        return new TextSource(texts, new ZipOpener(zip));
    }

    private static TextSource ofFolder(Path folder) throws IOException {
        List<Text> texts = new ArrayList<>();
        Files.walkFileTree(folder, new TextCollector(folder, texts));
        return new TextSource(texts, new FolderOpener(folder));
    }

    private record ZipOpener(ZipFile zip) implements Opener {
        @Override
        public InputStream open(String name) throws IOException {
            return zip.getInputStream(zip.getEntry(name));
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    private record FolderOpener(Path folder) implements Opener {
        @Override
        public InputStream open(String name) throws IOException {
            return Files.newInputStream(folder.resolve(name));
        }

        @Override
        public void close() {}
    }
}

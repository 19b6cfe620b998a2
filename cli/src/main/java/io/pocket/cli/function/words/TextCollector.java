package io.pocket.cli.function.words;

import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Lists the regular files of a tree; follows no links, enters no hidden folder and no build output. */
final class TextCollector extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<TextSource.Text> texts;

    TextCollector(Path root, List<TextSource.Text> texts) {
        this.root = root;
        this.texts = texts;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = String.valueOf(folder.getFileName());
        boolean skipped = !folder.equals(root) && (name.startsWith(".") || name.equals("target"));
        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            texts.add(new TextSource.Text(root.relativize(file).toString(), attributes.size()));
        }
        return FileVisitResult.CONTINUE;
    }
}

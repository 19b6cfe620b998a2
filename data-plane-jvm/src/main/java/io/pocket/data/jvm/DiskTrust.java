package io.pocket.data.jvm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether what a folder's disk files say can be believed. It can in the boot in which they were written, for the page cache
 * outlives a process; and in any boot if the last process had forced everything to the platter, and left its mark, before it
 * ended. The mark is gone from the disk before anything changes again: one that came back after a power cut would vouch for
 * files it does not know.
 */
final class DiskTrust {

    /** A random number that Linux draws at boot: see random(4). */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;
    private final Path mark;
    private final Path boot;
    private final String currentBoot;

    DiskTrust(Path folder) throws IOException {
        this.folder = folder;
        mark = folder.resolve("settled");
        boot = folder.resolve("boot");
        currentBoot = Files.readString(BOOT_ID).strip();
    }

    /** The files may be believed. */
    boolean isEarned() throws IOException {
        return Files.exists(mark) || isOfThisBoot();
    }

    private boolean isOfThisBoot() throws IOException {
        return Files.exists(boot) && Files.readString(boot).equals(currentBoot);
    }

    /**
     * From here on the files change. A process that ends within this leaves one of the two: the boot is noted while the mark
     * still vouches. The folder is forced in any case: the mark may have been removed by one that ended before it did so.
     */
    void begin() throws IOException {
        if (!isOfThisBoot()) {
            Files.writeString(boot, currentBoot);
        }
        Files.deleteIfExists(mark);
        force(folder);
    }

    /** All files are on the platter, and change no more. */
    void settle() throws IOException {
        force(folder);
        Files.write(mark, new byte[0]);
        force(folder);
    }

    /** Has a file's bytes, or a folder's names, outlive a restart of the machine. */
    static void force(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

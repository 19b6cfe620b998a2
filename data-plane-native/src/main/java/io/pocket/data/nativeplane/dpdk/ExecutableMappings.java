package io.pocket.data.nativeplane.dpdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which library's code is at an address, as the kernel has mapped it. */
final class ExecutableMappings {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private final List<Mapping> mappings;

    private record Mapping(long begin, long end, String file) {}

    private ExecutableMappings(List<Mapping> mappings) {
        this.mappings = mappings;
    }

    static ExecutableMappings ofThisProcess() {
        try {
            return parse(Files.readAllLines(MAPS));
        } catch (IOException e) {
            throw new DpdkException(
                    "cannot read " + MAPS + ", to check where DPDK's functions are: " + e.getMessage(), e);
        }
    }

    /** From lines such as {@code 7f00-7f10 r-xp 00000000 08:01 42   /usr/lib/libc.so.6}. */
    static ExecutableMappings parse(List<String> lines) {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\\s+", 6);
            if (fields.length == 6 && !fields[5].isEmpty() && fields[1].charAt(2) == 'x') {
                int dash = fields[0].indexOf('-');
                mappings.add(new Mapping(
                        Long.parseUnsignedLong(fields[0], 0, dash, 16),
                        Long.parseUnsignedLong(fields[0], dash + 1, fields[0].length(), 16),
                        Path.of(fields[5]).getFileName() == null
                                ? fields[5]
                                : Path.of(fields[5]).getFileName().toString()));
            }
        }
        return new ExecutableMappings(mappings);
    }

    /** File name of the library, without its folder; empty if there is no code at that address. */
    Optional<String> libraryAt(long address) {
        return mappings.stream()
                .filter(mapping -> address >= mapping.begin() && address < mapping.end())
                .map(Mapping::file)
                .findAny();
    }

    /** Whether code of a library whose file name begins so is at that address. */
    boolean isCodeOf(String namePrefix, long address) {
        return libraryAt(address).filter(name -> name.startsWith(namePrefix)).isPresent();
    }
}

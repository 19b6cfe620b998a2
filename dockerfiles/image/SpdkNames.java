import io.pocket.data.nativeplane.spdk.raw.SpdkLibraries;
import io.pocket.data.nativeplane.spdk.raw.SpdkRelease;

/** Prints the names of the libraries that a native node loads: what SPDK needs of others, then SPDK's, of the newest release that was tried. */
final class SpdkNames {

    private SpdkNames() {}

    public static void main(String[] arguments) {
        SpdkLibraries.FOUNDATIONS.forEach(System.out::println);
        SpdkRelease.TRIED.getFirst().libraries().forEach(System.out::println);
    }
}

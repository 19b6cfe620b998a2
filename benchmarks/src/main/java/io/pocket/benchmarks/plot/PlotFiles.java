package io.pocket.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Writes charts to files. */
public final class PlotFiles {
    static {
        System.setProperty("java.awt.headless", "true");
    }

    private PlotFiles() {}

    /**
     * Writes {@code name.svg} and {@code name.png}.
     *
     * @return why there is no PNG on this machine; empty if there is one
     */
    public static Optional<String> write(Path folder, String name, BarChart chart) throws IOException {
        Files.createDirectories(folder);
        SvgCanvas svg = new SvgCanvas(chart.width(), chart.height());
        chart.draw(svg);
        Files.writeString(folder.resolve(name + ".svg"), svg.file());
        try {
            PngCanvas png = new PngCanvas(chart.width(), chart.height());
            chart.draw(png);
            ImageIO.write(png.image(), "png", folder.resolve(name + ".png").toFile());
            return Optional.empty();
        } catch (LinkageError | InternalError e) {
            // A JDK without desktop libraries, or a machine without fonts.
            return Optional.of("this Java cannot draw text (" + e.getMessage() + "): apt-get install fontconfig");
        }
    }
}

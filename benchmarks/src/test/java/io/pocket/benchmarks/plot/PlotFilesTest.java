package io.pocket.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pocket.benchmarks.plot.BarChart.Bar;
import io.pocket.benchmarks.plot.BarChart.Panel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotFilesTest {
    private static final BarChart CHART = new BarChart(
            "Title",
            "µs",
            List.of(new Panel("a < b", List.of(new Bar("pocket", 5, 4, 6), new Bar("redis", 10, 9, 10)))));

    @TempDir
    private Path folder;

    @Test
    void shouldDrawTheLongestBarTwiceAsLongAsTheHalf() throws IOException {
        PlotFiles.write(folder, "chart", CHART);

        assertThat(folder.resolve("chart.svg")).content().satisfies(svg -> {
            assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").contains("a &lt; b", "Title (µs)");
            assertThat(width(svg, "#b4b9c0")).isEqualTo(2 * width(svg, "#2a6fbb"));
        });
    }

    @Test
    void shouldDrawTheSameAsAnImage() throws IOException {
        Optional<String> obstacle = PlotFiles.write(folder, "chart", CHART);
        assumeThat(obstacle).isEmpty();

        BufferedImage image;
        try (var in = Files.newInputStream(folder.resolve("chart.png"))) {
            image = ImageIO.read(in);
        }
        assertThat(image.getWidth()).isEqualTo(2 * CHART.width());
        assertThat(image.getHeight()).isEqualTo(2 * CHART.height());
    }

    private static int width(String svg, String colour) {
        String rectangle = svg.lines()
                .filter(line -> line.contains("fill=\"" + colour))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(rectangle.replaceAll(".* width=\"([0-9]+)\".*", "$1"));
    }
}

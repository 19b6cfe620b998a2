package io.pocket.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: the first columns to the left, the others to the right, each as wide as its widest cell. */
public final class TextTable {

    private static final String GAP = "  ";

    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param leftColumns how many columns are aligned to the left */
    public TextTable(int leftColumns, String... header) {
        this.leftColumns = leftColumns;
        row(header);
    }

    /** Adds a row, which must have as many cells as the header. */
    public TextTable row(String... cells) {
        if (!rows.isEmpty() && cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of "
                    + rows.getFirst().size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether there is nothing but the header. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The table, a rule below its header, with a line end after each line. */
    public String render() {
        int[] widths = widths();
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(1, rule(widths));
        StringBuilder text = new StringBuilder();
        lines.forEach(cells -> text.append(line(cells, widths)).append('\n'));
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static List<String> rule(int[] widths) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("─".repeat(width));
        }
        return rule;
    }

    private String line(List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            padded.add(i < leftColumns ? cells.get(i) + padding : padding + cells.get(i));
        }
        return String.join(GAP, padded).stripTrailing();
    }
}

package io.pocket.protocol.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of PROTOCOL.md: cells without backticks, found by the heading of the first column or the section. */
final class ProtocolDocument {
    private static final Pattern SECTION = Pattern.compile("#{3,4} .*?`([^`]+)`");

    /** A table, the section it stands in, and its header row. */
    record Table(String section, List<String> header, List<List<String>> rows) {
        List<List<String>> columns(int... indexes) {
            List<List<String>> picked = new ArrayList<>();
            for (List<String> row : rows) {
                List<String> cells = new ArrayList<>();
                for (int index : indexes) {
                    cells.add(row.get(index));
                }
                picked.add(cells);
            }
            return picked;
        }

        List<String> column(int index) {
            return rows.stream().map(row -> row.get(index)).toList();
        }
    }

    private final List<Table> tables = new ArrayList<>();
    private final List<String> sections = new ArrayList<>();

    private ProtocolDocument() {}

    static ProtocolDocument load() throws IOException {
        ProtocolDocument document = new ProtocolDocument();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("PROTOCOL.md"))) {
            document.noteHeading(line);
            boolean isRow = line.startsWith("|");
            if (isRow) {
                document.addRow(cells(line), inTable);
            }
            inTable = isRow;
        }
        return document;
    }

    private void noteHeading(String line) {
        Matcher heading = SECTION.matcher(line);
        if (heading.lookingAt()) {
            sections.add(heading.group(1));
        }
    }

    private void addRow(List<String> cells, boolean inTable) {
        if (!inTable) {
            tables.add(
                    new Table(sections.isEmpty() ? "" : sections.get(sections.size() - 1), cells, new ArrayList<>()));
        } else if (!cells.get(0).startsWith("---")) {
            tables.get(tables.size() - 1).rows().add(cells);
        }
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
            cells.add(cell.strip().replace("`", ""));
        }
        return cells;
    }

    /** The one table whose first column has this heading. */
    Table table(String heading) {
        List<Table> found = tables.stream()
                .filter(table -> table.header().get(0).equals(heading))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " tables start with a column '" + heading + "'");
        }
        return found.get(0);
    }

    /** Fields (name, type) of each section named after a message or element, in the page's order. */
    Map<String, List<List<String>>> layouts() {
        Map<String, List<List<String>>> layouts = new LinkedHashMap<>();
        for (String section : sections) {
            if (Character.isUpperCase(section.charAt(0)) && !section.contains(" ")) {
                layouts.put(section, List.of());
            }
        }
        for (Table table : tables) {
            if (table.header().get(0).equals("field")) {
                layouts.put(table.section(), table.columns(0, 1));
            }
        }
        return layouts;
    }

    /** Hexadecimal digits of each example, by the name it has in the golden file. */
    Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        for (Table table : tables) {
            if (table.header().get(0).equals("bytes")) {
                examples.put(table.section(), String.join("", table.column(0)));
            }
        }
        return examples;
    }
}

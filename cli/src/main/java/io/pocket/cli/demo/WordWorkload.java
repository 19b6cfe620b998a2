package io.pocket.cli.demo;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.words.WordMap;
import io.pocket.cli.function.words.WordReduce;
import io.pocket.cli.function.words.WordVerify;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Word count over real text. */
record WordWorkload(int functions, Path input, int texts, long textBytes) implements Workload {

    private static final int COUNT_HEAP_MEBIBYTES = 192;
    private static final int VERIFY_HEAP_MEBIBYTES = 512;

    @Override
    public String name() {
        return "wordcount";
    }

    @Override
    public String description() {
        return "%,d files of %s, %,d bytes".formatted(texts, input, textBytes);
    }

    /** Combined counts are much smaller than the text. */
    @Override
    public long capacityBytes() {
        return Math.max(textBytes / 2, 1 << 20);
    }

    /** How much a text combines to is not known beforehand. */
    @Override
    public long heldBytes() {
        return 0;
    }

    @Override
    public List<Stage> stages() {
        return List.of(
                stage(
                        "map",
                        WordMap.KIND,
                        functions,
                        COUNT_HEAP_MEBIBYTES,
                        true,
                        part -> List.of("input=" + input, "maps=" + functions, "reduces=" + functions, "part=" + part)),
                stage(
                        "reduce",
                        WordReduce.KIND,
                        functions,
                        COUNT_HEAP_MEBIBYTES,
                        true,
                        part -> List.of("maps=" + functions, "part=" + part)),
                stage(
                        "verify",
                        WordVerify.KIND,
                        1,
                        VERIFY_HEAP_MEBIBYTES,
                        false,
                        part -> List.of("input=" + input, "reduces=" + functions)));
    }

    @Override
    public String verdict(Exchange exchange) {
        return WordVerify.judge(exchange);
    }

    private static Stage stage(
            String stage,
            String kind,
            int count,
            int heapMebibytes,
            boolean brief,
            IntFunction<List<String>> arguments) {
        return new Stage(
                stage,
                IntStream.range(0, count)
                        .mapToObj(part ->
                                new FunctionCall(kind + "-" + part, kind, arguments.apply(part), heapMebibytes, brief))
                        .toList());
    }
}

package io.pocket.data.nativeplane.dpdk;

import io.pocket.data.nativeplane.dpdk.packet.HostStack;
import io.pocket.data.nativeplane.dpdk.packet.IcmpEcho;
import io.pocket.data.nativeplane.dpdk.packet.UdpEcho;
import io.pocket.server.MetricsEndpoint;
import io.pocket.server.health.ProcessHealth;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Answers ARP, pings and UDP datagrams on a port of DPDK, until it gets SIGTERM: to try a device by hand. Lines of figures go to
 * standard output: one when it is ready, one each {@code --report}, one at the end.
 */
@Command(
        name = "dpdk-echo",
        description = "Answers ARP, ICMP echo and UDP echo through DPDK.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DpdkEchoMain implements Callable<Integer> {
    private static final int FAILED = 1;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Mixin
    private EchoOptions options;

    @Spec
    private CommandSpec spec;

    private DpdkEchoMain() {}

    public static void main(String[] arguments) {
        DpdkEchoMain echo = new DpdkEchoMain();
        Runtime.getRuntime().addShutdownHook(new Thread(echo::stopAndWait, "pocket-dpdk-echo-stop"));
        int code = new CommandLine(echo)
                .setExecutionExceptionHandler(DpdkEchoMain::explain)
                .execute(arguments);
        echo.ended.countDown();
        if (code != 0) {
            System.exit(code);
        }
    }

    /** What is wrong with options, device or library says so itself; a stack trace would hide it. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult result) throws Exception {
        if (failure instanceof DpdkException || failure instanceof IllegalArgumentException) {
            line.getErr().println(failure.getMessage());
            return FAILED;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        EalOptions ealOptions = options.eal();
        PortOptions portOptions = options.port();
        PollingOptions polling = options.polling();
        UdpEcho udp = new UdpEcho(options.udpPort());
        try (Eal eal = Eal.start(ealOptions);
                DpdkPort port = DpdkPort.open(eal, portOptions)) {
            port.handle(queue -> new HostStack(port.host(), List.of(new IcmpEcho(), udp)), polling);
            serve(eal, port);
        }
        return 0;
    }

    private void serve(Eal eal, DpdkPort port) throws IOException, InterruptedException {
        DpdkMetrics metrics = new DpdkMetrics(port);
        EchoReport report = new EchoReport(port, metrics);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "ready " + eal.version() + " " + port.name() + " " + port.host().mac());
        out.flush();
        if (options.metricsPort().isPresent()) {
            // Its threads are daemons, and it is wanted until the process ends.
            MetricsEndpoint.start("0.0.0.0", options.metricsPort().getAsInt(), ProcessHealth.RUNNING)
                    .add(List.of(metrics));
        }
        while (!stop.await(options.report().toNanos(), TimeUnit.NANOSECONDS)) {
            out.println(report.line());
            out.flush();
        }
        out.println(report.line());
        out.flush();
    }

    /** The process may end when the port has been given back; a later end would leave an XDP program at the interface. */
    private void stopAndWait() {
        stop.countDown();
        try {
            ended.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

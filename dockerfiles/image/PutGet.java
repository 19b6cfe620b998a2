import io.pocket.client.ControllerException;
import io.pocket.client.JobRequest;
import io.pocket.client.JobTicket;
import io.pocket.client.PocketClient;
import io.pocket.client.PocketController;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/**
 * Registers a job over REST, puts objects of several sizes (inline, one chunk, several chunks), gets them, compares, deletes, and
 * drops the job: {@code PutGet URL [ROUNDS [TIER]]}. Run from its source; exit status 0 if all came back as it was put.
 */
final class PutGet {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CAPACITY_BYTES = 32 << 20;
    private static final int[] SIZES = {100, 4096, 64 << 10, 1 << 20, 9 << 20};

    private PutGet() {}

    public static void main(String[] arguments) throws InterruptedException {
        PocketController controller = PocketController.at(URI.create(arguments[0]));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        JobRequest request = JobRequest.named("try").functions(1).capacityBytes(CAPACITY_BYTES);
        JobTicket ticket = register(controller, arguments.length > 2 ? request.tiers(arguments[2]) : request);
        try (PocketClient pocket = PocketClient.connect(ticket.connectionString())) {
            for (int round = 0; round < rounds; round++) {
                for (int size : SIZES) {
                    putAndGet(pocket, "try/" + size, size, round);
                }
            }
        } finally {
            controller.deregister(ticket.id());
        }
        System.out.println("put and got " + rounds * SIZES.length + " objects");
    }

    /** Shards and nodes may still be on their way. */
    private static JobTicket register(PocketController controller, JobRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return controller.register(request);
            } catch (ControllerException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void putAndGet(PocketClient pocket, String name, int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        pocket.put(name, ByteBuffer.wrap(bytes));
        if (!Arrays.equals(bytes, pocket.get(name))) {
            throw new IllegalStateException(name + " came back otherwise than it was put");
        }
        pocket.delete(name);
    }
}

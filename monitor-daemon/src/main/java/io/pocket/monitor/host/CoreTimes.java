package io.pocket.monitor.host;

/**
 * Time that one core has spent since boot, in kernel ticks.
 *
 * @param core its number, as in {@code cpu3}
 * @param busy all but idle and waiting for a disk; time stolen by the hypervisor is busy, for nobody here can use it
 * @param all busy or not
 */
public record CoreTimes(int core, long busy, long all) {
    private static final String PREFIX = "cpu";

    /** Whether a line of /proc/stat is one core's; the line {@code cpu} without number is the sum of all. */
    static boolean isOfOneCore(String line) {
        return line.startsWith(PREFIX)
                && line.length() > PREFIX.length()
                && Character.isDigit(line.charAt(PREFIX.length()));
    }

    /** user nice system idle iowait irq softirq steal; guest times follow, but user and nice contain them. */
    static CoreTimes parse(String line) {
        Fields fields = new Fields(line);
        int core = (int) new Fields(fields.text().substring(PREFIX.length())).number();
        long running = fields.number() + fields.number() + fields.number();
        long idle = fields.number() + fields.number();
        long serving = fields.number() + fields.number() + fields.number();
        return new CoreTimes(core, running + serving, running + serving + idle);
    }

    /** Share of the time between two readings, 0 to 100; 0 when the kernel counted no tick between them. */
    double busyPercentSince(CoreTimes earlier) {
        long ticks = all - earlier.all;
        // The kernel may take back idle time that it had counted, so neither difference is sure to be positive.
        return ticks <= 0 ? 0 : Math.clamp(100.0 * (busy - earlier.busy) / ticks, 0, 100);
    }
}

package io.pocket.control.job;

import io.pocket.control.cluster.ClusterState;
import io.pocket.control.cluster.JobTerms;
import io.pocket.control.cluster.NodeShares;
import io.pocket.control.placement.Demand;
import io.pocket.control.placement.Placement;
import io.pocket.control.quota.Quotas;
import io.pocket.control.quota.ShardShare;
import io.pocket.control.quota.ShareSplit;
import io.pocket.control.web.ApiException;
import io.pocket.control.web.ProblemCode;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes quotas of what was asked for and what the controller allows, and splits them over a placement. */
@Component
final class TermsMaker {

    private final QuotaProperties.Bounds defaults;
    private final QuotaProperties.Bounds maxima;

    TermsMaker(QuotaProperties properties) {
        this.defaults = properties.defaults();
        this.maxima = properties.maxima();
    }

    /** Throws an {@link ApiException} if more is asked for than is allowed. */
    Quotas quotas(QuotaHints asked) {
        return new Quotas(
                figure(
                        "bytes",
                        asked.bytes(),
                        defaults.bytes().toBytes(),
                        maxima.bytes().toBytes()),
                figure("objects", asked.objects(), defaults.objects(), maxima.objects()),
                figure(
                        "inlineBytes",
                        asked.inlineBytes(),
                        defaults.inlineBytes().toBytes(),
                        maxima.inlineBytes().toBytes()),
                (int) figure(
                        "operationsPerSecond",
                        boxed(asked.operationsPerSecond()),
                        defaults.operationsPerSecond(),
                        maxima.operationsPerSecond()),
                (int) figure("connections", boxed(asked.connections()), defaults.connections(), maxima.connections()));
    }

    private static Long boxed(Integer figure) {
        return figure == null ? null : Long.valueOf(figure);
    }

    private static long figure(String name, Long asked, long byDefault, long most) {
        if (asked == null) {
            return most == 0 ? byDefault : byDefault == 0 ? most : Math.min(byDefault, most);
        }
        if (most != 0 && asked > most) {
            throw refused(name, "must be at most " + most + ", which pocket.controller.quotas.maxima allows");
        }
        return asked;
    }

    private static ApiException refused(String name, String message) {
        String field = "quotas." + name;
        return new ApiException(ProblemCode.INVALID_FIELD, field + " " + message, "Correct the field and send again")
                .with("field", field);
    }

    /** Throws an {@link ApiException} if the quotas do not fit what was placed. */
    JobTerms terms(
            boolean space,
            long defaultTtlSeconds,
            Quotas quotas,
            Demand demand,
            Placement placement,
            ClusterState state) {
        if (quotas.bytes() != 0 && quotas.bytes() < demand.guaranteedBytes()) {
            throw refused(
                    "bytes", "must not be less than the " + demand.guaranteedBytes() + " bytes that are guaranteed");
        }
        int shards = placement.shards().size();
        requireOneForEach(shards, "objects", quotas.objects());
        requireOneForEach(shards, "inlineBytes", quotas.inlineBytes());
        requireOneForEach(shards, "operationsPerSecond", quotas.operationsPerSecond());
        requireOneForEach(shards, "connections", quotas.connections());
        return new JobTerms(
                space,
                defaultTtlSeconds,
                quotas,
                shardShares(quotas, placement),
                NodeShares.of(quotas, placement, state.nodes()));
    }

    private static void requireOneForEach(int shards, String name, long quota) {
        if (quota != 0 && quota < shards) {
            throw refused(name, "must be at least " + shards + ", one for each of the job's shards");
        }
    }

    private static List<ShardShare> shardShares(Quotas quotas, Placement placement) {
        if (!quotas.concernShards()) {
            return List.of();
        }
        List<ShardShare> unused = placement.shards().stream()
                .map(shard -> new ShardShare(shard, 0, 0, 0, 0))
                .toList();
        return ShareSplit.ofShards(quotas, unused);
    }
}

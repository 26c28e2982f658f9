package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import dev.periplus.report.FindingIds;
import dev.periplus.report.FlowIds;
import dev.periplus.report.json.JsonFinding;
import dev.periplus.review.CaseFindings;
import dev.periplus.review.HostNaming;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of {@code findings}, in the order of {@code review}. */
final class FindingRows implements TableRows {
    private static final Logger LOG = LoggerFactory.getLogger(FindingRows.class);

    private final List<String> columns;
    private final CaseFindings found;
    private final FlowIds ids = new FlowIds();
    private HostFacts hosts = HostFacts.NONE;

    /** @param today the date at which acceptances are checked */
    FindingRows(List<String> columns, Options options, CaseFolder folder, LocalDate today) {
        this.columns = columns;
        try {
            found = folder.with(
                    local -> new CaseFindings(options.settings().rules(), options.rulesFolder(), local, today));
        } catch (Exception e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void flow(FlowRecord record, Consumer<Row> to) {
        found.flow(record);
    }

    @Override
    public void hosts(HostFacts known, Consumer<Row> to) {
        hosts = known;
    }

    @Override
    public void end(Consumer<Row> to) {
        long position = 0;
        for (Finding finding : found.findings()) {
            Finding named = HostNaming.named(finding, hosts);
            long at = ++position;
            to.accept(TableRows.row(columns, column -> value(column, named, at)));
        }
        if (found.notFollowed() > 0) {
            LOG.warn("{} flows are in no finding, because there are too many ports", found.notFollowed());
        }
    }

    private @Nullable Object value(String column, Finding finding, long position) {
        return switch (column) {
            case "position" -> position;
            case "id" -> finding.id();
            case "uid" -> FindingIds.of(finding);
            case "severity" -> finding.severity().word();
            case "techniques" -> finding.techniques().toArray();
            case "title" -> finding.title();
            case "where" -> finding.where();
            case "host" -> first(finding, service -> service.address().toString());
            case "port" -> first(finding, Endpoint::port);
            case "transport" -> first(finding, Endpoint::transport);
            case "services" ->
                finding.services().stream().map(Endpoint::toString).toArray();
            case "label" -> finding.label();
            case "flows" -> finding.flows();
            case "clients" -> finding.clients();
            case "client_ips" ->
                finding.clientAddresses().stream().map(Address::toString).toArray();
            case "bytes" -> finding.bytes();
            case "uploaded" -> finding.uploaded();
            case "first" -> Values.timestamp(finding.first());
            case "last" -> Values.timestamp(finding.last());
            case "facts" -> finding.facts().toArray();
            case "examples" ->
                finding.examples().stream().map(FlowRecord::number).toArray();
            case "uids" ->
                finding.examples().stream()
                        .map(example -> ids.uidText(example.flow()))
                        .toArray();
            case "means" -> finding.means();
            // without the end of the line
            default -> JsonFinding.line(finding).stripTrailing();
        };
    }

    private static @Nullable Object first(Finding finding, Function<Endpoint, Object> part) {
        return finding.services().isEmpty()
                ? null
                : part.apply(finding.services().get(0));
    }
}

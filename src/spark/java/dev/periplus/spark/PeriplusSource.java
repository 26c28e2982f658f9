package dev.periplus.spark;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.V1Scan;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code periplus}: {@code spark.read.format("periplus").option("table", "flows").load("dir")}. See {@link
 * Options} for its options.
 */
public final class PeriplusSource implements TableProvider, DataSourceRegister {
    @Override
    public String shortName() {
        return "periplus";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return Tables.schema(Options.of(options).table());
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new Captures(Options.of(new CaseInsensitiveStringMap(properties)));
    }

    /** A table of captures. */
    private record Captures(Options options) implements Table, SupportsRead {
        @Override
        public String name() {
            return "periplus " + options.table() + " of " + options.path();
        }

        @Override
        @SuppressWarnings("deprecation") // Spark asks for columns, which it makes of this
        public StructType schema() {
            return Tables.schema(options.table());
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap more) {
            return new Builder(options);
        }
    }

    /** Gathers what is asked for. */
    private static final class Builder implements SupportsPushDownFilters, SupportsPushDownRequiredColumns {
        private final Options options;
        private StructType columns;
        private Filter[] pushed = {};

        Builder(Options options) {
            this.options = options;
            columns = Tables.schema(options.table());
        }

        @Override
        public Filter[] pushFilters(Filter[] filters) {
            if (options.table().equals(Tables.FLOWS)) {
                pushed = Wanted.among(filters);
            }
            return filters;
        }

        @Override
        public Filter[] pushedFilters() {
            return pushed;
        }

        @Override
        public void pruneColumns(StructType required) {
            columns = required;
        }

        @Override
        public Scan build() {
            return new Reading(options, columns, pushed);
        }
    }

    /** A read, which needs shuffles: a relation of its own. */
    private record Reading(Options options, StructType columns, Filter[] filters) implements V1Scan {
        @Override
        public StructType readSchema() {
            return columns;
        }

        @Override
        public String description() {
            return "periplus " + options.table() + " of " + options.path() + ", tested "
                    + java.util.Arrays.toString(filters);
        }

        @Override
        @SuppressWarnings("unchecked") // the only kind there is
        public <T extends BaseRelation & TableScan> T toV1TableScan(SQLContext context) {
            return (T) new Relation(context, options, columns, filters);
        }
    }
}

package dev.periplus.report;

import dev.periplus.classify.FlowRecord;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** NDJSON in UTF-8: the native record, one flow a line, and a last line {@code {"run":{…}}} with every counter. */
public final class JsonReport implements FlowSink {
    private final JsonGenerator json;
    private final JsonFlow flows;

    /** @param out is flushed by {@link #finish} and not closed */
    public JsonReport(OutputStream out) {
        JsonFactory factory = JsonFactory.builder()
                .rootValueSeparator(new SerializedString("\n"))
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // Readers that break lines at U+2028 and the like must not be misled by what traffic says.
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build();
        json = factory.createGenerator(ObjectWriteContext.empty(), out);
        flows = new JsonFlow(json);
    }

    @Override
    public void flow(FlowRecord record) {
        try {
            flows.write(record);
        } catch (JacksonException e) {
            throw unwritten(e);
        }
    }

    @Override
    public void finish(RunSummary run) {
        try {
            JsonRun.write(json, run);
            json.writeRaw('\n');
            json.flush();
        } catch (JacksonException e) {
            throw unwritten(e);
        }
    }

    private static RuntimeException unwritten(JacksonException e) {
        return e instanceof JacksonIOException io ? new UncheckedIOException(io.getCause()) : e;
    }
}

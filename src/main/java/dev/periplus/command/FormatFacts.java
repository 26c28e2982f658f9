package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.file.PartFile;
import dev.periplus.report.Destination;
import dev.periplus.report.DifferenceReport;
import dev.periplus.report.FanOut;
import dev.periplus.report.text.TextOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What commands know about a format.
 *
 * @param target what it writes
 * @param stream begins it on a stream; null if it does not write a stream
 * @param place begins it at a path; null if {@code added} begins it
 * @param added begins it at a destination; null if {@code place} begins it
 * @param word what stands for the path or destination in help
 * @param files returns the files it writes for a path
 * @param ending required ending of the file name, or ""
 * @param differences begins a report of differences; null if it does not write them
 * @param review whether only a review can write it
 */
record FormatFacts(
        Target target,
        @Nullable OnStream<FlowSink> stream,
        @Nullable AtPath place,
        @Nullable Added added,
        String word,
        Function<Path, List<Path>> files,
        String ending,
        @Nullable OnStream<DifferenceReport> differences,
        boolean review) {

    /** What a format writes. */
    enum Target {
        /** A stream: standard output, a file, or rotating files. */
        STREAM("a file", "FILE"),
        /** One file, complete at the end of the run. */
        FILE("a file", "FILE"),
        /** Several files in a folder, complete at the end of the run. */
        FOLDER("a folder", "DIR"),
        /** Files that come one after another in a folder. */
        SERIES("a folder", "DIR"),
        /** Another machine. */
        REMOTE("a destination", "");

        final String noun;

        /** What stands for it in help; a remote format has its own. */
        final String word;

        Target(String noun, String word) {
            this.noun = noun;
            this.word = word;
        }
    }

    interface OnStream<R> {
        R begin(OutputStream out, TextOptions options);
    }

    interface AtPath {
        /** @param growing whether the file is read while it grows; otherwise it appears once it is whole */
        FlowSink begin(Path path, TextOptions options, boolean growing) throws IOException;
    }

    /** Begins a format without options. */
    interface Plain {
        FlowSink begin(Path path) throws IOException;
    }

    /** Begins a format that needs to know more of the run. */
    interface Added {
        FlowSink begin(Destination destination) throws IOException;
    }

    /** A format that writes files one after another into a folder. */
    static FormatFacts series(Added begin, Function<Path, List<Path>> files) {
        return new FormatFacts(Target.SERIES, null, null, begin, Target.SERIES.word, files, "", null, false);
    }

    /**
     * A format that sends records to another machine.
     *
     * @param word what stands for the destination in help
     */
    static FormatFacts remote(String word, Added begin) {
        return new FormatFacts(Target.REMOTE, null, null, begin, word, path -> List.of(), "", null, false);
    }

    static FormatFacts stream(OnStream<FlowSink> begin) {
        return new FormatFacts(
                Target.STREAM,
                begin,
                (path, options, growing) -> atPath(begin, path, options, growing),
                null,
                Target.STREAM.word,
                List::of,
                "",
                null,
                false);
    }

    private static FlowSink atPath(OnStream<FlowSink> begin, Path path, TextOptions options, boolean growing)
            throws IOException {
        if (growing) {
            return begin.begin(PartFile.growing(path), options);
        }
        PartFile file = PartFile.named(path);
        return new FanOut(List.of(begin.begin(file.out(), options), new Completion(file)));
    }

    static FormatFacts stream(Function<OutputStream, FlowSink> begin) {
        return stream((out, options) -> begin.apply(out));
    }

    static FormatFacts file(Plain begin, Function<Path, List<Path>> files) {
        return new FormatFacts(
                Target.FILE,
                null,
                (path, options, growing) -> begin.begin(path),
                null,
                Target.FILE.word,
                files,
                "",
                null,
                false);
    }

    static FormatFacts folder(Plain begin, Function<Path, List<Path>> files) {
        return new FormatFacts(
                Target.FOLDER,
                null,
                (path, options, growing) -> begin.begin(path),
                null,
                Target.FOLDER.word,
                files,
                "",
                null,
                false);
    }

    FormatFacts ending(String name) {
        return new FormatFacts(target, stream, place, added, word, files, name, differences, review);
    }

    FormatFacts differences(OnStream<DifferenceReport> begin) {
        return new FormatFacts(target, stream, place, added, word, files, ending, begin, review);
    }

    /** Writes NDJSON instead into files whose names end in .json, .jsonl or .ndjson. */
    FormatFacts lines(OnStream<FlowSink> ndjson) {
        AtPath others = Objects.requireNonNull(place);
        AtPath by = (path, options, growing) -> path.toString().matches(".*\\.(json|jsonl|ndjson)")
                ? atPath(ndjson, path, options, growing)
                : others.begin(path, options, growing);
        return new FormatFacts(target, stream, by, added, word, files, ending, differences, review);
    }

    FormatFacts ofReviews() {
        return new FormatFacts(target, stream, place, added, word, files, ending, differences, true);
    }
}

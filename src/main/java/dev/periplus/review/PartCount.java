package dev.periplus.review;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.engine.Deduplication;
import dev.periplus.engine.PacketPath;
import dev.periplus.engine.RunCount;
import dev.periplus.review.CaseState.Input;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Derives the captures and counters of each part of a reading from the totals so far. */
final class PartCount {
    private final List<SourceFile> sources;
    private final CaptureSet set;
    private final Deduplication source;
    private final PacketPath path;
    private final Set<Integer> reported = new HashSet<>();
    private Counters before = Counters.NONE;

    /** @param sources the captures, in the order of the set */
    PartCount(List<SourceFile> sources, CaptureSet set, Deduplication source, PacketPath path) {
        this.sources = sources;
        this.set = set;
        this.source = source;
        this.path = path;
    }

    /** Returns the captures that were completed in this part. */
    List<Input> inputs(List<CaptureOutcome> outcomes) {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (set.isDone(i) && reported.add(i)) {
                CaptureRead read = sources.get(i).read(outcomes.get(i));
                String id = read.sha256() == null ? "changed " + read.path() : read.sha256();
                inputs.add(new Input(id, i, source.duplicates(i), read));
            }
        }
        return inputs;
    }

    /** Returns the counters of this part. */
    Counters counters(List<CaptureOutcome> outcomes) {
        long duplicates = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            duplicates += source.duplicates(i);
        }
        Counters all = RunCount.packets(outcomes, path)
                .plus(path.counters())
                .plus(Counters.of(Counter.PACKETS_DUPLICATE.count(duplicates)));
        Counters part = all.since(before);
        before = all;
        return part;
    }
}

package dev.periplus.draft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group while flows are still joining it. */
final class GrowingGroup {
    private final List<Sample> samples = new ArrayList<>(1);
    private final Sample first;
    private final HeadConsensus opening;
    private @Nullable HeadConsensus answer;

    /** Bit set of the offsets at which the reply repeats the opening in all flows with a reply. */
    private int echoed = -1;

    GrowingGroup(Sample first) {
        this.first = first;
        opening = new HeadConsensus(first.opening());
        add(first);
    }

    List<Sample> samples() {
        return samples;
    }

    /** Returns the surprise, in bits, of what all flows would have in common with this one; 0 if it cannot join. */
    double surprise(Sample sample) {
        if (sample.transport() != first.transport() || sample.clientFirst() != first.clientFirst()) {
            return 0;
        }
        double surprise = opening.surprise(sample.opening());
        Utterance said = sample.answer();
        HeadConsensus known = answer;
        if (said == null || known == null) {
            return surprise;
        }
        int varying = echoed & echoes(sample.opening(), said) & ~opening.agreedWith(sample.opening());
        int count = Integer.bitCount(varying);
        double ofEchoes = Math.max(0, Byte.SIZE * count - HeadConsensus.ways(count));
        return surprise + known.surprise(said) + ofEchoes;
    }

    void join(Sample sample) {
        opening.join(sample.opening());
        add(sample);
    }

    private void add(Sample sample) {
        samples.add(sample);
        Utterance said = sample.answer();
        if (said == null) {
            return;
        }
        echoed &= echoes(sample.opening(), said);
        HeadConsensus known = answer;
        if (known == null) {
            answer = new HeadConsensus(said);
        } else {
            known.join(said);
        }
    }

    private static int echoes(Utterance asked, Utterance said) {
        int places = 0;
        int size = Math.min(HeadConsensus.SIZE, Math.min(asked.size(), said.size()));
        for (int place = 0; place < size; place++) {
            if (asked.at(place) == said.at(place) && said.at(place) != 0) {
                places |= 1 << place;
            }
        }
        return places;
    }
}

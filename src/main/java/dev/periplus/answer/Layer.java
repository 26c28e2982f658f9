package dev.periplus.answer;

import java.util.List;

/**
 * What a flow carries after its protocol handed over to another.
 *
 * @param verdict without an {@code unknownBecause}
 * @param evidence that the verdict rests on
 */
public record Layer(Verdict verdict, List<Evidence> evidence) {}

package dev.periplus.answer;

import java.util.List;

/**
 * What a flow carries after its protocol has handed over to another.
 *
 * @param verdict of it, without an {@code unknownBecause}
 * @param evidence that verdict rests on
 */
public record Layer(Verdict verdict, List<Evidence> evidence) {}

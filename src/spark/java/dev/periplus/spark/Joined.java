package dev.periplus.spark;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The items of several iterators, one after the other; each is made when it is due. */
final class Joined<S, T> implements Iterator<T> {
    private final Iterator<S> sources;
    private final Opener<S, T> opener;
    private Iterator<T> current = Collections.emptyIterator();

    /** Makes an iterator. */
    interface Opener<S, T> {
        Iterator<T> open(S source) throws Exception;
    }

    Joined(Iterator<S> sources, Opener<S, T> opener) {
        this.sources = sources;
        this.opener = opener;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && sources.hasNext()) {
            try {
                current = opener.open(sources.next());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}

package dev.parley.cluster;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Loads the classes of Parley and of its tests itself, those of one folder first, and leaves all others to its parent. */
final class SeparateClassLoader extends URLClassLoader {

    /** Creates a class loader that prefers the classes in a folder. */
    SeparateClassLoader(Path folder) {
        super(
                Stream.concat(
                                Stream.of(folder),
                                Arrays.stream(Mutation.classPath().split(File.pathSeparator))
                                        .map(Path::of))
                        .map(SeparateClassLoader::url)
                        .toArray(URL[]::new),
                SeparateClassLoader.class.getClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.parley.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}

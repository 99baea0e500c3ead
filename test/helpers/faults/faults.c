/*
 * Counts the calls by which a program, and its children, change something below one folder, and lets one of them go
 * wrong. Loaded before the C library (ld.so(8), LD_PRELOAD), whose functions of these names it stands in for, and told
 * what to do by the environment:
 *
 *   FAULTS_BELOW  the folder, without links in its path
 *   FAULTS_LOG    a file for a line per call: its number (0 where it only touches times), its name and its one or two
 *                 paths, with tabs between
 *   FAULTS_COUNT  a file of eight bytes for the number of calls so far, which the processes share
 *   FAULTS_AT     the number, from 1, of the call that goes wrong; without it, none does
 *   FAULTS_HOW    what happens there: "kill" before it, "kill-after" it, "tear" (a part is written, then the kill),
 *                 "short" (a part is written, and the next call is refused for want of room: without that Node's own
 *                 library writes the rest and says nothing), or the number of an error that it is refused with
 *   FAULTS_THEN   the number of an error that the calls after it are refused with: those that need room if that is
 *                 ENOSPC or EDQUOT, else all
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *below, *how = "";
static uint64_t *count;
static uint64_t at;
static int log_file = -1, then;

__attribute__((constructor)) static void begin(void) {
  const char *log_path = getenv("FAULTS_LOG"), *count_path = getenv("FAULTS_COUNT");
  below = getenv("FAULTS_BELOW");
  if (!below || !log_path || !count_path) return;
  log_file = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int file = open(count_path, O_RDWR | O_CLOEXEC);
  count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (log_file < 0 || count == MAP_FAILED) abort();
  close(file);
  if (getenv("FAULTS_AT")) at = strtoull(getenv("FAULTS_AT"), NULL, 10);
  if (getenv("FAULTS_HOW")) how = getenv("FAULTS_HOW");
  if (getenv("FAULTS_THEN")) then = atoi(getenv("FAULTS_THEN"));
}

/* A path below the folder, spelt in full into `full`; NULL for any other. */
static const char *named(const char *path, char full[PATH_MAX]) {
  if (log_file < 0 || !path) return NULL;
  char folder[PATH_MAX];
  if (path[0] == '/') snprintf(full, PATH_MAX, "%s", path);
  else if (getcwd(folder, sizeof folder)) snprintf(full, PATH_MAX, "%.2000s/%.2000s", folder, path);
  else return NULL;
  size_t length = strlen(below);
  return strncmp(full, below, length) == 0 && full[length] == '/' ? full : NULL;
}

/* The same of what a descriptor stands for. */
static const char *opened(int file, char full[PATH_MAX]) {
  if (log_file < 0) return NULL;
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return NULL;
  path[length] = '\0';
  return path[0] == '/' ? named(path, full) : NULL;
}

/* TIMES: it changes no more than a file's times. That is the heartbeat of a lock, which comes by the clock. */
enum room { STAYS, GROWS, TIMES };
/* GOES: nothing goes wrong with it. */
enum turn { GOES, REFUSED, KILLED_AFTER, TORN, SHORT };

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static enum turn refused(int error) {
  errno = error;
  return REFUSED;
}

/* Counts and notes a call, and says how it goes. */
static enum turn meet(const char *function, enum room room, const char *first, const char *second) {
  if (!first && !second) return GOES;
  int before = errno;
  uint64_t number = room == TIMES ? 0 : __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
  dprintf(log_file, "%llu\t%s\t%s%s%s\n", (unsigned long long) number, function, first ? first : "", first && second ? "\t" : "", second ? second : "");
  errno = before;
  if (at == 0 || number < at) return GOES;
  if (number == at + 1 && strcmp(how, "short") == 0) return refused(ENOSPC);
  if (number > at) return then && (room == GROWS || (then != ENOSPC && then != EDQUOT)) ? refused(then) : GOES;
  if (strcmp(how, "kill") == 0) die();
  if (strcmp(how, "kill-after") == 0) return KILLED_AFTER;
  if (strcmp(how, "tear") == 0) return TORN;
  if (strcmp(how, "short") == 0) return SHORT;
  return refused(atoi(how));
}

#define REAL(type, function, parameters) \
  static type (*real) parameters; \
  if (!real) real = (type (*) parameters) dlsym(RTLD_NEXT, #function); \
  char one[PATH_MAX], two[PATH_MAX]; \
  (void) one, (void) two

#define CHANGING(function, room, parameters, arguments, first, second) \
  int function parameters { \
    REAL(int, function, parameters); \
    enum turn turn = meet(#function, room, first, second); \
    if (turn == REFUSED) return -1; \
    int result = real arguments; \
    if (turn == KILLED_AFTER) die(); \
    return result; \
  }

#define OPENING(function) \
  int function(const char *path, int flags, ...) { \
    REAL(int, function, (const char *, int, ...)); \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    enum turn turn = meet(#function, GROWS, flags & (O_CREAT | O_TRUNC) ? named(path, one) : NULL, NULL); \
    if (turn == REFUSED) return -1; \
    int result = real(path, flags, mode); \
    if (turn == KILLED_AFTER) die(); \
    return result; \
  }

#define WRITING(function, parameters, size, arguments) \
  ssize_t function parameters { \
    REAL(ssize_t, function, parameters); \
    enum turn turn = meet(#function, GROWS, opened(file, one), NULL); \
    if (turn == REFUSED) return -1; \
    if (turn == TORN || turn == SHORT) size = (size + 1) / 2; \
    ssize_t result = real arguments; \
    if (turn == KILLED_AFTER || turn == TORN) die(); \
    return result; \
  }

OPENING(open)
OPENING(open64)
WRITING(write, (int file, const void *bytes, size_t size), size, (file, bytes, size))
WRITING(pwrite, (int file, const void *bytes, size_t size, off_t where), size, (file, bytes, size, where))
WRITING(pwrite64, (int file, const void *bytes, size_t size, off64_t where), size, (file, bytes, size, where))
WRITING(writev, (int file, const struct iovec *parts, int parts_), parts_, (file, parts, parts_))
CHANGING(fsync, GROWS, (int file), (file), opened(file, one), NULL)
CHANGING(fdatasync, GROWS, (int file), (file), opened(file, one), NULL)
CHANGING(ftruncate, STAYS, (int file, off_t size), (file, size), opened(file, one), NULL)
CHANGING(ftruncate64, STAYS, (int file, off64_t size), (file, size), opened(file, one), NULL)
CHANGING(chmod, STAYS, (const char *path, mode_t mode), (path, mode), named(path, one), NULL)
CHANGING(fchmod, STAYS, (int file, mode_t mode), (file, mode), opened(file, one), NULL)
CHANGING(chown, STAYS, (const char *path, uid_t user, gid_t group), (path, user, group), named(path, one), NULL)
CHANGING(lchown, STAYS, (const char *path, uid_t user, gid_t group), (path, user, group), named(path, one), NULL)
CHANGING(fchown, STAYS, (int file, uid_t user, gid_t group), (file, user, group), opened(file, one), NULL)
CHANGING(mkdir, GROWS, (const char *path, mode_t mode), (path, mode), named(path, one), NULL)
CHANGING(rmdir, STAYS, (const char *path), (path), named(path, one), NULL)
CHANGING(unlink, STAYS, (const char *path), (path), named(path, one), NULL)
CHANGING(link, GROWS, (const char *from, const char *to), (from, to), named(from, one), named(to, two))
CHANGING(symlink, GROWS, (const char *text, const char *path), (text, path), named(path, two), NULL)
CHANGING(rename, STAYS, (const char *from, const char *to), (from, to), named(from, one), named(to, two))
CHANGING(utimensat, TIMES, (int folder, const char *path, const struct timespec times[2], int flags), (folder, path, times, flags), named(path, one), NULL)
CHANGING(futimens, TIMES, (int file, const struct timespec times[2]), (file, times), opened(file, one), NULL)

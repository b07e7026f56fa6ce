// The limit: a program that only calls write(2), with lines of the length of ours. Same protocol as contender.mjs.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  char line[163];
  memset(line, 'x', sizeof line);
  line[sizeof line - 1] = '\n';
  int fd = open(argv[argc - 1], O_CREAT | O_WRONLY | O_APPEND, 0644);
  if (fd < 0) return 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  int count;
  while (scanf("%d", &count) == 1) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int index = 0; index < count; index++)
      if (write(fd, line, sizeof line) != sizeof line) return 1;
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%f\n", (end.tv_sec - start.tv_sec) * 1e6 + (end.tv_nsec - start.tv_nsec) / 1e3);
  }
  return 0;
}

import { describe, expect, it } from 'vitest';
import { dockerAdvice } from './docker-advice.ts';

describe('advice on what a Docker engine says', () => {
  it.each([
    [
      'no engine',
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'No Docker engine answers at unix:///var/run/docker.sock.',
      'systemctl start docker',
    ],
    [
      'no engine, in the words of a socket',
      'Error: connect ENOENT /var/run/docker.sock',
      'No Docker engine answers at /var/run/docker.sock.',
      'DOCKER_HOST',
    ],
    [
      'a socket of another user',
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'This user may not use the Docker engine.',
      'usermod -aG docker',
    ],
    [
      'a port that another container has',
      'Unable to start container: driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:3000 failed: port is already allocated',
      'Port 3000 of this machine is taken by another program.',
      'config set ports:frontend <port>',
    ],
    [
      'a port that a program has',
      'Error starting userland proxy: listen tcp4 0.0.0.0:8000: bind: address already in use',
      'Port 8000 of this machine is taken by another program.',
      'config set ports:backend <port>',
    ],
    [
      'an address of another machine',
      'Error starting userland proxy: listen tcp4 10.8.0.1:3001: bind: cannot assign requested address',
      '10.8.0.1 is not an address of this machine.',
      'grafana:address',
    ],
    [
      'a full disk, though it shows while building',
      'Unable to build image electricity-optimizer/app:docker-1: write /x: no space left on device',
      'The disk of the Docker engine is full.',
      'docker system prune',
    ],
    [
      'an image that does not build',
      'Unable to build image electricity-optimizer/web:docker-1: The command "npm ci" returned a non-zero code: 1',
      'The image electricity-optimizer/web:docker-1 could not be built: The command "npm ci" returned',
      'docker/web.Dockerfile',
    ],
    [
      'an image that cannot be pulled',
      'Unable to pull image redis:7-alpine: Get "https://registry.example/v2/": dial tcp: no such host',
      'The image redis:7-alpine could not be pulled: Get',
      'config set images:redis <image>',
    ],
    [
      'a network of another stack',
      'Unable to create network: network with name electricity-optimizer-network already exists',
      'The engine has a network electricity-optimizer-network that this stack did not make.',
      'docker network rm electricity-optimizer-network',
    ],
    [
      'a plugin that is not there',
      "Could not automatically download and install resource plugin 'docker' at version v5.2.0",
      'is not installed and could not be downloaded',
      'plugin install resource docker 5.2.0',
    ],
  ])('explains %s and names the next step', (_, message, sentence, step) => {
    const advice = dockerAdvice(message) ?? '';
    expect(advice).toContain(sentence);
    expect(advice).toContain(step);
    expect(advice).toMatch(/then run the command again\.$/);
  });

  it('leaves everything else alone', () => {
    expect(dockerAdvice('The price feed has no prices of tomorrow.')).toBeNull();
  });
});

# An integer shown as its character stands on the right, as numbers do.
print('[{:4c}] [{:<4c}]'.format(65, 66))  # expect: [   A] [B   ]
print(f'[{8364:^3c}]')  # expect: [ € ]
print('[%3c]' % 'z')  # expect: [  z]
